using Grpc.Core;

namespace Embedded.Sidecar.Protocol;

/// <summary>Ends gRPC calls that have no service here.</summary>
internal static class GrpcAnswer
{
    /// <summary>Ends a call with a status and no message; aborts it where the response has started.</summary>
    public static Task EndAsync(HttpContext context, StatusCode status, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        return Task.CompletedTask;
    }
}
