using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// The gateway's own errors: problem details with the same slugs as Api's for the same cases, since a client can't tell
/// the two apart. They are not shared with Api: the contract fixes them, and neither service may change them.
/// </summary>
internal static class Problems
{
    private const string RetryAfterSeconds = "1";

    /// <summary>503: no replica received the request.</summary>
    public static IResult NotAccepted() => Later("not-accepted", "No replica accepted the request.", "Nothing happened. Send the request again.");

    /// <summary>503: a replica may have received the request.</summary>
    public static IResult UnknownOutcome() => Later(
        "unknown-outcome", "It is not known whether a replica accepted the request.",
        "Send the request again with the same Idempotency-Key: the request then takes effect only once.");

    /// <summary>503: there is no answer to a request that changes nothing.</summary>
    public static IResult Unavailable() => Later(
        "unavailable", "No replica answered.", "The request changes nothing. Send the request again.");

    /// <summary>The request broke off, or can't be forwarded as it is.</summary>
    public static IResult Unreadable(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => Of(status, "request-timeout", "The body arrived too slowly."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "body-too-large", "The body is too large."),
        _ => Of(StatusCodes.Status400BadRequest, "invalid-request", "The request is not valid."),
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
