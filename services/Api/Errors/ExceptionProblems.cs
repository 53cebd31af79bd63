using Auctions.ServiceDefaults.Errors;
using Dapr;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;

namespace Auctions.Api.Errors;

/// <summary>Answers an unhandled exception with a problem. The answer says whether to try again; the log has the details.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, and the exception most likely comes from that.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var answer = exception switch
        {
            BadHttpRequestException bad => Problems.OfStatus(bad.StatusCode),
            DaprException or RpcException or HttpRequestException or TimeoutException => Problems.Unavailable(),
            _ => Problems.OfStatus(StatusCodes.Status500InternalServerError),
        };
        if (exception is not BadHttpRequestException)
            RequestFailed(log, SafeMessages.Loggable(exception), httpContext.Request.Method, httpContext.Request.Path);

        await answer.ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(EventId = 400, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);
}
