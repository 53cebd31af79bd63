using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// The gateway's own errors, which to a client are the house's: problem details with the slugs that Api has for the same
/// cases. They are written here once more rather than shared: they are part of the contract, which changes by neither.
/// </summary>
internal static class Problems
{
    private const string RetryAfterSeconds = "1";

    /// <summary>503: nobody has it.</summary>
    public static IResult NotAccepted() => Later("not-accepted", "No replica took it.", "Nothing happened; send it again.");

    /// <summary>503: somebody may have it.</summary>
    public static IResult UnknownOutcome() => Later(
        "unknown-outcome", "Whether a replica took it can't be found out now.",
        "It may have been taken. Sent again with the same Idempotency-Key it has one effect.");

    /// <summary>503: there is no answer, to what would have changed nothing.</summary>
    public static IResult Unavailable() => Later(
        "unavailable", "The replica that was asked didn't answer.", "It was asked to change nothing; ask again.");

    /// <summary>A request that broke off, or can't be passed on as it is.</summary>
    public static IResult Unreadable(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => Of(status, "request-timeout", "The body came too slowly."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "body-too-large", "The body is larger than is taken here."),
        _ => Of(StatusCodes.Status400BadRequest, "invalid-request", "The request can't be right."),
    };

    private static RetryLater Later(string type, string title, string detail) =>
        new(Of(StatusCodes.Status503ServiceUnavailable, type, title, detail));

    private static ProblemHttpResult Of(int status, string type, string title, string? detail = null) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Type = type, Title = title, Detail = detail });

    private sealed class RetryLater(ProblemHttpResult problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            return problem.ExecuteAsync(httpContext);
        }
    }
}
