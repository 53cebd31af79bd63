using System.Diagnostics;
using Embedded.Hub;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.Invocation;

/// <summary>What of a request's headers goes along, and what is added.</summary>
internal static class InvocationHeaders
{
    /// <summary>Who calls; the sidecars say it, so that no caller can say it is another.</summary>
    public const string Caller = "dapr-caller-app-id";

    /// <summary>Who is called; from a gRPC client, who is meant.</summary>
    public const string Callee = "dapr-callee-app-id";

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection", "Host", "Content-Length",
        "traceparent", "tracestate", "dapr-app-id", "dapr-api-token", Caller, Callee, InternalHeaders.Unreachable, InternalHeaders.Instance,
    };

    /// <summary>Copies the headers of an incoming request to an outgoing one, whose content is set.</summary>
    public static void Copy(HttpContext context, HttpRequestMessage request, string caller, AppInstance callee)
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            if (Own.Contains(name) || name.StartsWith(':'))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        Add(context, request, caller, callee);
    }

    /// <summary>Adds what the sidecars say.</summary>
    public static void Add(HttpContext context, HttpRequestMessage request, string caller, AppInstance callee)
    {
        request.Headers.TryAddWithoutValidation(Caller, caller);
        request.Headers.TryAddWithoutValidation(Callee, callee.AppId);
        request.Headers.TryAddWithoutValidation(InternalHeaders.Instance, callee.InstanceId);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.Value);
        SetTrace(context, request);
    }

    /// <summary>
    /// Puts what is called under the span of this sidecar, which the client writes where there is no header; under the
    /// caller's where this sidecar records none, for a span that nobody gets would leave a gap.
    /// </summary>
    public static void SetTrace(HttpContext context, HttpRequestMessage request)
    {
        foreach (var name in (string[])["traceparent", "tracestate"])
        {
            request.Headers.Remove(name);
            if (SpanPropagator.SpanOf(Activity.Current) is null && context.Request.Headers[name] is { Count: > 0 } callers)
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)callers);
        }
    }

    /// <summary>Whether a header of an answer is passed on.</summary>
    public static bool IsForCaller(string name) => !Own.Contains(name);
}
