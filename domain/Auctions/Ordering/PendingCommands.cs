using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>The pending commands of a head: accepted, and not decided yet. They stand in the order of their receipt.</summary>
internal static class PendingCommands
{
    /// <summary>A head after pending commands were decided.</summary>
    /// <param name="Head">The head; the same object where nothing was decided.</param>
    /// <param name="Events">The events of the decisions, in order.</param>
    /// <param name="WaitsUntil">
    /// When the end of the auction is settled, where a command waits for that; null where none does.
    /// </param>
    public readonly record struct Settled(AuctionHead Head, IReadOnlyList<ISequenced> Events, DateTimeOffset? WaitsUntil);

    /// <summary>The pending command of an id; null where there is none.</summary>
    public static DecisionRecord? FindPending(this AuctionHead head, string command) =>
        head.Pending.FirstOrDefault(pending => pending.Command == command);

    /// <summary>The head with one more pending command, behind those that were received before it or at the same instant.</summary>
    public static AuctionHead WithPending(this AuctionHead head, DecisionRecord request)
    {
        var at = head.Pending.Length;
        while (at > 0 && head.Pending[at - 1].At > request.At)
            at--;
        return head with { Pending = head.Pending.Insert(at, request) };
    }

    /// <summary>The markers that say which bidders are sealed participants, for the bidders that a head's pending raises name.</summary>
    public static IEnumerable<string> ParticipantMarkers(AuctionHead head, DecisionRecord? more = null) =>
        head.SealedParticipants == 0 ? [] : head.Pending.Append(more)
            .Where(pending => pending is { Kind: DecisionKind.Raise } && !head.Participants.Contains(pending.User))
            .Select(pending => AuctionKeys.Participant(head.State.Id, pending!.User));

    /// <summary>
    /// Decides the pending commands that were received by an instant, in the order of their receipt. The first that was received
    /// at or after an end that may still move waits, and so do all after it. A voiding stays pending: it needs the whole trail, so
    /// only its own step decides it.
    /// </summary>
    /// <param name="head">The head.</param>
    /// <param name="receivedBy">The time of receipt of the last command to decide.</param>
    /// <param name="now">The time, which says only whether the end may still move. No decision depends on it.</param>
    /// <param name="markers">The stored ones among <see cref="ParticipantMarkers"/>.</param>
    public static Settled Settle(
        AuctionHead head, DateTimeOffset receivedBy, DateTimeOffset now, IReadOnlyDictionary<string, byte[]> markers)
    {
        var events = new List<ISequenced>();
        foreach (var pending in head.Pending)
        {
            if (pending.At > receivedBy)
                break;
            if (AuctionRules.EndMayMove(head.State, pending.At, now))
                return new(head, events, head.State.ClosesAt + AuctionRules.ClosingGrace);
            if (pending.Kind == DecisionKind.Void)
                continue;
            if (pending.Kind == DecisionKind.Raise)
                head = WithParticipant(head, pending, markers);
            head = Decided(head, pending, Replay.Decide(head.State, pending), events);
        }

        return new(head, events, null);
    }

    /// <summary>The head after the decision about a command, which is no longer pending.</summary>
    /// <param name="head">The head.</param>
    /// <param name="request">The command.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="events">Gets the events of the decision.</param>
    public static AuctionHead Decided(AuctionHead head, DecisionRecord request, in Decision decision, List<ISequenced> events)
    {
        events.AddRange(decision.Events);
        return head.After(decision) with
        {
            Pending = head.Pending.RemoveAll(pending => pending.Command == request.Command),
            Decisions = head.Decisions.Add(request with
            {
                Seq = decision.Seq,
                Reason = decision.Reason,
                Until = request.Kind == DecisionKind.Increment ? decision.State.StepOverride?.Until : null,
            }),
        };
    }

    /// <summary>
    /// The head of an auction that is over after the decision about a command, and about all pending ones that were received before
    /// it. No bid is voided any more, so a voiding needs no trail.
    /// </summary>
    public static AuctionHead DecidedAfterEnd(
        AuctionHead head, DecisionRecord request, DateTimeOffset now, IReadOnlyDictionary<string, byte[]> markers)
    {
        head = Settle(head.WithPending(request), request.At, now, markers).Head;
        return request.Kind == DecisionKind.Void
            ? Decided(head, request, Replay.Void(head.State, [], request.Bid!.Value, request.Why!, request.At), [])
            : head;
    }

    /// <summary>Whether a user is a participant.</summary>
    public static bool IsParticipant(AuctionHead head, string user, IReadOnlyDictionary<string, byte[]> markers) =>
        head.Participants.Contains(user) || markers.ContainsKey(AuctionKeys.Participant(head.State.Id, user));

    /// <summary>The head with the bidder as a participant, unless the raise is out of time or the seller's own.</summary>
    public static AuctionHead WithParticipant(AuctionHead head, DecisionRecord raise, IReadOnlyDictionary<string, byte[]> markers) =>
        IsParticipant(head, raise.User, markers) || !AuctionRules.MayParticipate(head.State, raise.User, raise.At)
            ? head
            : head with
            {
                State = head.State with { Participants = head.State.Participants + 1 },
                Participants = head.Participants.Add(raise.User),
                Decisions = head.Decisions.Add(DecisionRecord.Joined(raise.User, raise.At)),
            };
}
