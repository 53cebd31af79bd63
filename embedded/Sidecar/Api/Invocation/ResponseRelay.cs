using System.Globalization;
using Embedded.Sidecar.Policies;
using Grpc.Core;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>Passes a response on, unless it is an error that may be retried.</summary>
internal static class ResponseRelay
{
    private const int LargestKept = 1 << 20;

    /// <summary>Passes the response on as it arrives.</summary>
    /// <exception cref="AnsweredFailure">The response is an error of which nothing was passed on yet.</exception>
    public static Task RelayAsync(HttpContext context, HttpResponseMessage response, bool isGrpc, CancellationToken cancellation) =>
        isGrpc ? RelayGrpcAsync(context, response, cancellation) : RelayHttpAsync(context, response, cancellation);

    private static async Task RelayHttpAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status >= 500 && (response.Content.Headers.ContentLength ?? 0) <= LargestKept)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            var headers = Headers(response).ToList();
            throw new AnsweredFailure($"the app answered {status}", http: status, grpc: null, async to =>
            {
                to.Response.StatusCode = status;
                Copy(headers, to);
                await to.Response.BodyWriter.WriteAsync(body, to.RequestAborted);
            });
        }

        context.Response.StatusCode = status;
        Copy(Headers(response), context);
        await response.Content.CopyToAsync(context.Response.Body, cancellation);
    }

    private static async Task RelayGrpcAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[16 << 10];
        var got = await body.ReadAsync(buffer, cancellation);
        if (got == 0 && Status(response) is var status and not 0)
            throw Failed(response, status);

        context.Response.StatusCode = (int)response.StatusCode;
        Copy(Headers(response), context);
        while (got > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, got), cancellation);
            got = await body.ReadAsync(buffer, cancellation);
        }

        AppendTrailers(response.TrailingHeaders, context);
    }

    private static AnsweredFailure Failed(HttpResponseMessage response, int status)
    {
        var headers = Headers(response).ToList();
        var trailers = response.TrailingHeaders.ToList();
        return new AnsweredFailure(Value(response, "grpc-message") ?? $"gRPC status {status}", http: null, grpc: status, async to =>
        {
            Copy(headers, to);
            await to.Response.StartAsync(to.RequestAborted);
            AppendTrailers(trailers, to);
        });
    }

    private static void AppendTrailers(IEnumerable<KeyValuePair<string, IEnumerable<string>>> trailers, HttpContext context)
    {
        foreach (var (name, values) in trailers)
            context.Response.AppendTrailer(name, values.ToArray());
    }

    private static int Status(HttpResponseMessage response) =>
        Value(response, "grpc-status") is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : (int)StatusCode.Unknown;

    private static string? Value(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailing) ? trailing.First()
        : response.Headers.TryGetValues(name, out var leading) ? leading.First()
        : null;

    private static IEnumerable<KeyValuePair<string, IEnumerable<string>>> Headers(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers).Where(header => InvocationHeaders.IsForCaller(header.Key));

    private static void Copy(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers, HttpContext context)
    {
        foreach (var (name, values) in headers)
            context.Response.Headers[name] = values.ToArray();
    }
}

/// <summary>An attempt that the app answered with an error, which a policy may retry.</summary>
/// <param name="message">The app's message.</param>
/// <param name="http">The HTTP status, of an HTTP call.</param>
/// <param name="grpc">The gRPC status, of a gRPC call.</param>
/// <param name="relay">Writes the app's response.</param>
internal sealed class AnsweredFailure(string message, int? http, int? grpc, Func<HttpContext, Task> relay)
    : CallFailure(message, http, grpc)
{
    /// <summary>Passes the app's response on, because no retry brought a better one.</summary>
    public Task RelayAsync(HttpContext context) => relay(context);
}
