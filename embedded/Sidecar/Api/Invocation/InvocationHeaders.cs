using System.Diagnostics;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>Which headers of a request are passed on, and which are added.</summary>
internal static class InvocationHeaders
{
    /// <summary>The caller's app-id. The sidecar sets it, so that no app can claim to be another.</summary>
    public const string Caller = "dapr-caller-app-id";

    /// <summary>The called app's app-id. In a request from the app it names the app to call.</summary>
    public const string Callee = "dapr-callee-app-id";

    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection", "Host", "Content-Length",
        "traceparent", "tracestate", "dapr-app-id", "dapr-api-token", Caller, Callee,
        InternalHeaders.Unreachable, InternalHeaders.Instance, InternalHeaders.Probe,
    };

    /// <summary>Copies the headers of an incoming request to an outgoing one, whose content must be set before.</summary>
    public static void Copy(HttpContext context, HttpRequestMessage request, string caller, AppInstance callee)
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            if (NotPassedOn.Contains(name) || name.StartsWith(':'))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        Add(context, request, caller, callee);
    }

    /// <summary>Adds the headers that the sidecar sets.</summary>
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
    /// Makes the call a child of this sidecar's span, whose header the client writes where none is set. Where this sidecar
    /// records no span, the call becomes a child of the caller's span, so that the trace has no gap.
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
    public static bool IsForCaller(string name) => !NotPassedOn.Contains(name);
}

/// <summary>Headers between sidecars, which no app gets.</summary>
internal static class InternalHeaders
{
    /// <summary>In a response: why the app never got the request.</summary>
    public const string Unreachable = "embedded-unreachable";

    /// <summary>In a request: the id of the called instance, by which its sidecar recognises another sidecar.</summary>
    public const string Instance = "embedded-instance";

    /// <summary>In a request: it asks only whether the app answers, and does not reach the app.</summary>
    public const string Probe = "embedded-probe";
}
