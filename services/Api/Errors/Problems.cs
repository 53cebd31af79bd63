using System.Globalization;
using System.Text;
using Auctions.Bus;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Auctions.Api.Errors;

/// <summary>The errors of Api: problem details (RFC 9457). Their <c>type</c> slugs and statuses are part of the contract.</summary>
internal static class Problems
{
    /// <summary>No worker accepted the command, so nothing happened.</summary>
    public const string NotAccepted = "not-accepted";

    /// <summary>A worker may have accepted the command, but none can be asked at the moment.</summary>
    public const string UnknownOutcome = "unknown-outcome";

    /// <summary>The name of the field in a problem with the whole body.</summary>
    public const string Body = "body";

    private const string InvalidRequest = "The request is not valid.";

    public static ProblemHttpResult Of(int status, string type, string title, string? detail = null) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Type = type, Title = title, Detail = detail });

    /// <summary>A 400 about one field.</summary>
    public static ProblemHttpResult Invalid(string field, string problem) => Invalid([new(field, problem)]);

    /// <summary>A 400 about fields: <c>invalid-amount</c> if one is wrong, <c>invalid-body</c> if several are.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<FieldProblem> problems)
    {
        var root = RootOf(problems[0].Field);
        var one = problems.All(problem => RootOf(problem.Field) == root);
        return Invalid(one ? SlugOf(root) : "invalid-body", problems);
    }

    /// <summary>A 400 of a given type.</summary>
    public static ProblemHttpResult Invalid(string type, IReadOnlyList<FieldProblem> problems)
    {
        var errors = problems
            .GroupBy(problem => problem.Field, problem => problem.Problem)
            .ToDictionary(field => field.Key, field => field.ToArray());
        return TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status400BadRequest,
            Type = type,
            Title = InvalidRequest,
            Detail = string.Join("; ", problems.Select(problem => $"{problem.Field} {problem.Problem}")),
        });
    }

    public static ProblemHttpResult UnknownAuction() =>
        Of(StatusCodes.Status404NotFound, "unknown-auction", "There is no such auction.");

    public static ProblemHttpResult NotYourAuction() =>
        Of(StatusCodes.Status403Forbidden, "not-your-auction", "Only the auction's seller and admins may do this.");

    public static ProblemHttpResult UnknownCommand() =>
        Of(StatusCodes.Status404NotFound, "unknown-command", "There is no such command, or it belongs to another user.");

    public static ProblemHttpResult NotSupported(string what) =>
        Of(StatusCodes.Status501NotImplemented, "not-supported", $"{what} isn't supported yet.");

    public static IResult NoWorker() => new RetryLater(1, Of(
        StatusCodes.Status503ServiceUnavailable, NotAccepted, "No worker accepted the command.", "Nothing happened. Send the command again."));

    public static IResult OutcomeUnknown() => new RetryLater(1, Of(
        StatusCodes.Status503ServiceUnavailable, UnknownOutcome, "It is not known yet whether a worker accepted the command.",
        "Send the command again with the same Idempotency-Key: the command then takes effect only once."));

    public static IResult Unavailable() => new RetryLater(1, Of(
        StatusCodes.Status503ServiceUnavailable, "unavailable", "A service that this request needs is not available at the moment."));

    public static IResult TooManyRequests(int retryAfterSeconds) => new RetryLater(retryAfterSeconds, Of(
        StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests."));

    /// <summary>The problem for an answer that has only a status so far.</summary>
    public static ProblemHttpResult OfStatus(int status) => status switch
    {
        400 => Of(status, "invalid-request", InvalidRequest),
        401 => Of(status, "unauthorized", "A valid bearer token is needed."),
        403 => Of(status, "forbidden", "The token does not have the role that this request needs."),
        404 => Of(status, "not-found", "There is no resource at this address."),
        405 => Of(status, "method-not-allowed", "This resource does not support that method."),
        413 => Of(status, "body-too-large", "The body is too large."),
        415 => Of(status, "unsupported-media-type", "The body must be application/json."),
        500 => Of(status, "internal-error", "An unexpected error occurred."),
        _ => Of(status, string.Create(CultureInfo.InvariantCulture, $"status-{status}"), "The request was not carried out."),
    };

    /// <summary>Writes the problem of an answer that has only a status.</summary>
    public static Task WriteAsync(StatusCodeContext answer) =>
        OfStatus(answer.HttpContext.Response.StatusCode).ExecuteAsync(answer.HttpContext);

    /// <summary>The problem type for a field: <c>invalid-starting-price</c> for <c>startingPrice</c>.</summary>
    public static string SlugOf(string field)
    {
        var slug = new StringBuilder("invalid-");
        foreach (var character in field)
        {
            if (char.IsAsciiLetterUpper(character) && slug[^1] != '-')
                slug.Append('-');
            slug.Append(char.ToLowerInvariant(character));
        }

        return slug.ToString();
    }

    /// <summary><c>increments</c> for <c>increments[0].step</c>.</summary>
    private static string RootOf(string field) => field.IndexOfAny(['.', '[']) is > 0 and var end ? field[..end] : field;
}

/// <summary>A problem that goes away by itself, with the header <c>Retry-After</c> in seconds.</summary>
internal sealed class RetryLater(int seconds, ProblemHttpResult problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return problem.ExecuteAsync(httpContext);
    }
}
