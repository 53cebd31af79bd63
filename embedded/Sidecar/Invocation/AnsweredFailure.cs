using Embedded.Sidecar.Resiliency;

namespace Embedded.Sidecar.Invocation;

/// <summary>A try that the app answered, with a status that may be worth another one.</summary>
internal sealed class AnsweredFailure(int status, Action<HttpContext> headers, byte[] body)
    : CallFailure($"the app answered {status}", http: status)
{
    /// <summary>Passes the answer on after all.</summary>
    public async Task RelayAsync(HttpContext context)
    {
        context.Response.StatusCode = status;
        headers(context);
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
