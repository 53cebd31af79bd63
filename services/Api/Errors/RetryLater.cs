using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Auctions.Api.Errors;

/// <summary>A problem that goes away by itself, with <c>Retry-After</c> in seconds.</summary>
internal sealed class RetryLater(int seconds, ProblemHttpResult problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return problem.ExecuteAsync(httpContext);
    }
}
