using System.Globalization;
using System.Text;
using Auctions.Bus;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Auctions.Api.Errors;

/// <summary>Every error that Api answers: problem details (RFC 9457) whose <c>type</c> is a stable slug.</summary>
internal static class Problems
{
    public const string NotAccepted = "not-accepted";

    /// <summary>A worker may have taken it: it can't be found out now.</summary>
    public const string UnknownOutcome = "unknown-outcome";

    /// <summary>The field to name where the whole body is wrong.</summary>
    public const string Body = "body";

    /// <summary>A problem that needs no more than its name.</summary>
    public static ProblemHttpResult Of(int status, string type, string title, string? detail = null) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Type = type, Title = title, Detail = detail });

    /// <summary>400 for one field.</summary>
    public static ProblemHttpResult Invalid(string field, string problem) => Invalid([new(field, problem)]);

    /// <summary>400 for fields: <c>invalid-amount</c> where one is wrong, <c>invalid-body</c> where several are.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<FieldProblem> problems)
    {
        var root = RootOf(problems[0].Field);
        var one = problems.All(problem => RootOf(problem.Field) == root);
        return Invalid(one ? SlugOf(root) : "invalid-body", problems);
    }

    /// <summary>400 of a given type.</summary>
    public static ProblemHttpResult Invalid(string type, IReadOnlyList<FieldProblem> problems)
    {
        var errors = problems
            .GroupBy(problem => problem.Field, problem => problem.Problem)
            .ToDictionary(field => field.Key, field => field.ToArray());
        return TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status400BadRequest,
            Type = type,
            Title = "The request can't be right.",
            Detail = string.Join("; ", problems.Select(problem => $"{problem.Field} {problem.Problem}")),
        });
    }

    public static ProblemHttpResult UnknownAuction() =>
        Of(StatusCodes.Status404NotFound, "unknown-auction", "There is no such auction.");

    public static ProblemHttpResult NotYourAuction() =>
        Of(StatusCodes.Status403Forbidden, "not-your-auction", "Only the auction's seller and admins may do this.");

    public static ProblemHttpResult UnknownCommand() =>
        Of(StatusCodes.Status404NotFound, "unknown-command", "There is no such command, or it is somebody else's.");

    public static ProblemHttpResult NotSupported(string what) =>
        Of(StatusCodes.Status501NotImplemented, "not-supported", $"{what} isn't supported yet.");

    public static IResult NoWorker() => new RetryLater(1, Of(
        StatusCodes.Status503ServiceUnavailable, NotAccepted, "No worker took it.", "Nothing happened; send it again."));

    public static IResult Unknown() => new RetryLater(1, Of(
        StatusCodes.Status503ServiceUnavailable, UnknownOutcome, "Whether a worker took it can't be found out now.",
        "It may have been taken. Sent again with the same Idempotency-Key it has one effect."));

    public static IResult Unavailable() => new RetryLater(1, Of(
        StatusCodes.Status503ServiceUnavailable, "unavailable", "Something that is needed for this is away for the moment."));

    public static IResult TooManyRequests(int retryAfterSeconds) => new RetryLater(retryAfterSeconds, Of(
        StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests."));

    /// <summary>The problem of an answer that has only a status so far.</summary>
    public static ProblemHttpResult OfStatus(int status) => status switch
    {
        400 => Of(status, "invalid-request", "The request can't be right."),
        401 => Of(status, "unauthorized", "A valid bearer token is needed."),
        403 => Of(status, "forbidden", "The token doesn't have the role that this needs."),
        404 => Of(status, "not-found", "There is nothing here."),
        405 => Of(status, "method-not-allowed", "This can't be done with that method."),
        413 => Of(status, "body-too-large", "The body is larger than is taken here."),
        415 => Of(status, "unsupported-media-type", "The body must be application/json."),
        500 => Of(status, "internal-error", "Something went wrong here."),
        _ => Of(status, string.Create(CultureInfo.InvariantCulture, $"status-{status}"), "The request was not carried out."),
    };

    /// <summary>Gives an answer that has only a status its problem.</summary>
    public static Task WriteAsync(StatusCodeContext answer) =>
        OfStatus(answer.HttpContext.Response.StatusCode).ExecuteAsync(answer.HttpContext);

    /// <summary>The type of a problem with a field: <c>startingPrice</c> gives <c>invalid-starting-price</c>.</summary>
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
