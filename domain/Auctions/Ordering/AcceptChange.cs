using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>
/// The change that accepts a command: it becomes pending, and from then on it is decided, whatever dies or stalls. A command that
/// was accepted before is not accepted again. The same commit decides the pending commands that were received some time ago, so that
/// a busy auction needs few commits of its own for decisions.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="isOverloaded">Whether the worker refuses commands that were not accepted before.</param>
/// <param name="mayMakeUp">Whether the house makes up for outages, so that one may move the end of an auction.</param>
/// <param name="time">The clock by which the time of receipt is checked.</param>
internal sealed class AcceptChange(IOrderedCommand command, bool isOverloaded, bool mayMakeUp, TimeProvider time) : HeadChange<Outcome>
{
    // A head with more pending commands would cost more to write than a worker can decide meanwhile.
    private const int MostPending = 1_000;

    // Time for commands that were received earlier and arrive later: at least this, and on a busy machine twice the time that this
    // command took to arrive. The step of a command may decide it sooner.
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(100);

    private readonly DecisionRecord _request = command.Request;

    /// <inheritdoc/>
    public override DateTimeOffset At => command.ReceivedAt;

    /// <summary>The events of the decisions that this change made about other commands.</summary>
    public IReadOnlyList<ISequenced> Events { get; private set; } = [];

    /// <inheritdoc/>
    public override IEnumerable<string> MarkersFor(AuctionHead head) =>
        CommandOrder.DecisionMarker(head, command.CommandId).Concat(PendingCommands.ParticipantMarkers(head, _request));

    /// <inheritdoc/>
    public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers)
    {
        Events = [];
        if (head is null)
        {
            PendingAnswer = Outcome.Rejected(Rejections.UnknownAuction);
            return null;
        }

        var before = Before(head, markers);
        PendingAnswer = before ?? Refusal(head) ?? Outcome.Pending();
        if (before is not null || PendingAnswer.Kind != OutcomeKind.Pending)
            return head;
        var accepted = head with
        {
            Unscheduled = head.Unscheduled.Add(command.CommandId),
            Withdrawn = head.Withdrawn.RemoveAll(withdrawn => withdrawn.Command == command.CommandId),
        };
        // No close decides what is pending in an auction that is over.
        return head.State.Status.IsOver() ? PendingCommands.DecidedAfterEnd(accepted, _request, time.GetUtcNow(), markers)
            : WithOldOnesDecided(accepted, markers).WithPending(_request);
    }

    private AuctionHead WithOldOnesDecided(AuctionHead head, IReadOnlyDictionary<string, byte[]> markers)
    {
        var now = time.GetUtcNow();
        var wait = 2 * (now - command.ReceivedAt);
        var receivedBy = now - (wait > LeastWait ? wait : LeastWait);
        // What was received after the end is left to the steps, which first ask whether an outage moved it.
        if (mayMakeUp && OutageDecisions.Matter(head.State, receivedBy))
            receivedBy = head.State.ClosesAt.AddTicks(-1);
        var (after, events, _) = PendingCommands.Settle(head, receivedBy, now, markers);
        // Only the steps of a command tell the auction's workflow that the auction is closed.
        if (after.State.Status.IsOver())
            return head;
        Events = events;
        return after;
    }

    // What was decided or accepted stays so, whatever the time is and however busy the worker is.
    private Outcome? Before(AuctionHead head, IReadOnlyDictionary<string, byte[]> markers)
    {
        if (CommandOrder.DecisionAbout(head, command.CommandId, markers) is { } decided)
            return decided.OutcomeFor(_request.Fingerprint);
        if (head.FindPending(command.CommandId) is not { } pending)
            return null;
        return pending.Fingerprint == _request.Fingerprint ? Outcome.Pending() : Outcome.Rejected(Rejections.IdempotencyKeyReused);
    }

    private Outcome? Refusal(AuctionHead head)
    {
        var now = time.GetUtcNow();
        if (_request.Limit is { } limit && Money.Problem(limit, head.State.Decimals) is { } problem)
            return Outcome.Invalid([new(command.LimitField, $"{problem} in {head.State.Terms.Currency}")]);
        if (isOverloaded || head.Pending.Length >= MostPending || head.Unscheduled.Length >= MostPending)
            return Outcome.Failed("overloaded");
        if (head.Withdrawn.Any(withdrawn => withdrawn.Command == command.CommandId && withdrawn.Until >= command.ReceivedAt))
            return Outcome.Failed("withdrawn");
        if (command.AcceptBy < now)
            return Outcome.Failed("received-long-ago");
        if (command.ReceivedAt > now + ReceiptBounds.MostAhead)
            return Outcome.Failed("received-in-the-future");
        // The winner is announced, or a raise that this one would have brought into time is already late. To accept the command
        // now, although it was received in time, would be to lose one of the two.
        var isOver = head.State.Status == AuctionStatus.Closed || AuctionRules.EndNoLongerMoves(head.State, now + ReceiptBounds.MostAhead);
        return command.AcceptBy is not null && isOver && command.ReceivedAt < head.State.ClosesAt ? Outcome.Failed("closed-meanwhile") : null;
    }
}
