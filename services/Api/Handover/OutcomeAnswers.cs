using Auctions.Api.Errors;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Api.Handover;

/// <summary>The answer to a command that a worker accepted.</summary>
/// <param name="Command">The command's id.</param>
internal sealed record CommandAccepted(string Command);

/// <summary>The HTTP answers to the outcomes of commands.</summary>
internal static class OutcomeAnswers
{
    /// <summary>A 202 that says where the outcome can be read.</summary>
    public static IResult Accepted(string commandId) =>
        TypedResults.Accepted($"/commands/{commandId}", new CommandAccepted(commandId));

    /// <summary>The problem to answer; null if a worker accepted the command, whatever the rules decided.</summary>
    public static IResult? ProblemOf(Outcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Invalid } => Problems.Invalid(outcome.Problems!),
        { Kind: OutcomeKind.Failed, Reason: Problems.UnknownOutcome } => Problems.OutcomeUnknown(),
        { Kind: OutcomeKind.Failed } => Problems.NoWorker(),
        { Kind: OutcomeKind.Rejected, Reason: Rejections.UnknownAuction } => Problems.UnknownAuction(),
        { Kind: OutcomeKind.Rejected, Reason: Rejections.IdempotencyKeyReused } => Problems.Of(
            StatusCodes.Status409Conflict, Rejections.IdempotencyKeyReused, "This Idempotency-Key was used before with a different body."),
        _ => null,
    };
}
