using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Views;

/// <summary>
/// One line of an auction's audit trail: what was asked for, the state that it was decided on, the decision, and what
/// happened by it. Hidden figures stay hidden, from the owner too.
/// </summary>
/// <param name="Line">The place in the trail, from 1.</param>
/// <param name="Kind">What it was about.</param>
/// <param name="At">When it was received; for what time brings, when it was done.</param>
/// <param name="Command">The command's id; null where time or a raise brought it.</param>
/// <param name="User">Who wanted it; null where time brought it.</param>
/// <param name="Amount">Of a raise by amount, the amount.</param>
/// <param name="HasMaximum">True for a raise up to a maximum, which isn't shown.</param>
/// <param name="Step">Of a change of the increment, the step.</param>
/// <param name="Bid">Of a voiding, the seq of the bid.</param>
/// <param name="Why">Of a voiding, why.</param>
/// <param name="On">The state that it was decided on; null for the making of the auction.</param>
/// <param name="Reason">Why not; null where it was accepted.</param>
/// <param name="Seq">The event by which it came true; null where none did.</param>
/// <param name="Events">What happened by it.</param>
/// <param name="Mismatch">What differs when the rules decide it again; null where nothing does.</param>
public sealed record AuditLine(
    int Line, DecisionKind Kind, DateTimeOffset At, string? Command, string? User, decimal? Amount, bool? HasMaximum, decimal? Step, long? Bid, string? Why,
    AuditedState? On, string? Reason, long? Seq, IReadOnlyList<object> Events, string? Mismatch)
{
    internal static AuditLine Of(int line, in Replay.Step step, string? mismatch)
    {
        var entry = step.Entry;
        return new(
            line, entry.Kind, entry.At, entry.IsOfCommand ? entry.Command : null, entry.User.Length > 0 ? entry.User : null,
            entry is { Kind: DecisionKind.Raise, IsMaximum: false } ? entry.Limit : null, entry.IsMaximum ? true : null,
            entry.Kind == DecisionKind.Increment ? entry.Limit : null, entry.Bid, entry.Why,
            step.On is { } on ? AuditedState.Of(on) : null, entry.Reason, entry.Seq, [.. step.Decision.Events.Cast<object>()], mismatch);
    }
}
