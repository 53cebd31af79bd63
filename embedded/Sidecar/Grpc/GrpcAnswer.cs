using Grpc.Core;

namespace Embedded.Sidecar.Grpc;

/// <summary>Answers a gRPC call without a message.</summary>
internal static class GrpcAnswer
{
    /// <summary>Ends a call with a status, whatever service it was for.</summary>
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
