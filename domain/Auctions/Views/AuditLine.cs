using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Views;

/// <summary>
/// One line of an auction's audit trail: the request, the state before it, the decision, and its events. Hidden amounts are left
/// out, even for the seller.
/// </summary>
/// <param name="Line">The place in the trail, from 1.</param>
/// <param name="Kind">The kind of the decision.</param>
/// <param name="At">When the command was received; for the passing of time, when it was decided.</param>
/// <param name="Command">The command's id; null for the passing of time and for a new participant.</param>
/// <param name="User">The user id of the sender or the new participant; null for the passing of time.</param>
/// <param name="Amount">The amount of a raise by amount.</param>
/// <param name="HasMaximum">True for a raise up to a maximum, which isn't shown.</param>
/// <param name="Step">The step of a changed increment.</param>
/// <param name="Bid">The seq of the bid of a voiding.</param>
/// <param name="Why">The reason of a voiding.</param>
/// <param name="By">By how much an extension moves the close.</param>
/// <param name="Outage">The outage that was made up for.</param>
/// <param name="On">The state before the decision; null for the creation of the auction.</param>
/// <param name="Reason">The reason of the rejection; null where the request was accepted.</param>
/// <param name="Seq">The seq of the event that records the effect; null where there is none.</param>
/// <param name="Events">The events of the decision.</param>
/// <param name="Mismatch">The difference when the rules decide the request again; null where there is none.</param>
internal sealed record AuditLine(
    int Line, DecisionKind Kind, DateTimeOffset At, string? Command, string? User, decimal? Amount, bool? HasMaximum,
    decimal? Step, long? Bid, string? Why, TimeSpan? By, Outage? Outage,
    AuditedState? On, string? Reason, long? Seq, IReadOnlyList<object> Events, string? Mismatch)
{
    /// <summary>
    /// The seqs of those events that are not noted as published yet, which is a moment after they are; null where all are.
    /// </summary>
    public IReadOnlyList<long>? Unpublished { get; init; }

    internal static AuditLine Of(int line, in Replay.Step step, string? mismatch, IReadOnlyCollection<long> unpublished)
    {
        var entry = step.Entry;
        var still = step.Decision.Events.Select(happened => happened.Seq).Where(unpublished.Contains).ToList();
        return new(
            line, entry.Kind, entry.At, entry.IsOfCommand ? entry.Command : null, entry.User.Length > 0 ? entry.User : null,
            entry is { Kind: DecisionKind.Raise, IsMaximum: false } ? entry.Limit : null, entry.IsMaximum ? true : null,
            entry.Kind == DecisionKind.Increment ? entry.Limit : null, entry.Bid, entry.Why, entry.By, entry.Outage,
            step.On is { } on ? AuditedState.Of(on) : null, entry.Reason, entry.Seq, [.. step.Decision.Events.Cast<object>()], mismatch)
        {
            Unpublished = still.Count > 0 ? still : null,
        };
    }
}
