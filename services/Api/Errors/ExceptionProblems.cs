using Dapr;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;

namespace Auctions.Api.Errors;

/// <summary>Answers what was thrown: the caller learns whether to try again, the log learns the rest.</summary>
internal sealed class ExceptionProblems(ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer, and what was thrown is most likely just that.
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
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);

        await answer.ExecuteAsync(httpContext);
        return true;
    }
}
