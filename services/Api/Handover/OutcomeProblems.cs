using Auctions.Api.Errors;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Api.Handover;

/// <summary>Which outcomes are errors of HTTP, and which.</summary>
internal static class OutcomeProblems
{
    /// <summary>The error; null where the command was taken, whatever the rules said to it.</summary>
    public static IResult? Of(Outcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Invalid } => Problems.Invalid(outcome.Problems!),
        { Kind: OutcomeKind.Failed, Reason: Problems.UnknownOutcome } => Problems.Unknown(),
        { Kind: OutcomeKind.Failed } => Problems.NoWorker(),
        { Kind: OutcomeKind.Rejected, Reason: Rejections.UnknownAuction } => Problems.UnknownAuction(),
        { Kind: OutcomeKind.Rejected, Reason: Rejections.IdempotencyKeyReused } => Problems.Of(
            StatusCodes.Status409Conflict, Rejections.IdempotencyKeyReused, "This Idempotency-Key was used before, with another body."),
        _ => null,
    };
}
