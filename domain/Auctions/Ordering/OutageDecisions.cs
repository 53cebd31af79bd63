using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>
/// Makes up for outages at their place in the auction's order: after every command that was received before the end, and before
/// what was received later, because the end moves.
/// </summary>
internal static class OutageDecisions
{
    /// <summary>Whether <see cref="MakeUp"/> has something to do for a head.</summary>
    public static bool AreDue(AuctionHead head, OutageRule rule) =>
        rule.FindFor(head.State) is not null || (!head.Pending.IsEmpty && rule.MayConcern(head.State));

    /// <summary>Whether an outage, if there is one, changes the decision about a command.</summary>
    public static bool Matter(AuctionState state, DateTimeOffset receivedAt) =>
        state.Status is AuctionStatus.Scheduled or AuctionStatus.Open && !state.IsHammered && receivedAt >= state.ClosesAt;

    /// <summary>Decides what was received before the end, and makes up for the outages that concern the auction.</summary>
    /// <param name="head">The head.</param>
    /// <param name="rule">The rule of the house with the outages.</param>
    /// <param name="now">The time.</param>
    /// <param name="markers">The stored ones among <see cref="PendingCommands.ParticipantMarkers"/>.</param>
    /// <returns>The head after it, and the events of all decisions.</returns>
    public static (AuctionHead Head, IReadOnlyList<ISequenced> Events) MakeUp(
        AuctionHead head, OutageRule rule, DateTimeOffset now, IReadOnlyDictionary<string, byte[]> markers)
    {
        if (!rule.MayConcern(head.State))
            return (head, []);
        var events = new List<ISequenced>();
        head = SettleInTime(head, now, markers, events);
        while (rule.FindFor(head.State) is { } outage)
        {
            var decision = rule.MakeUp(head.State, outage, now);
            events.AddRange(decision.Events);
            head = head.After(decision) with
            {
                Decisions = head.Decisions.Add(DecisionRecord.OfTime(DecisionKind.Outage, now, decision.Seq) with
                {
                    Outage = outage,
                    ClosesAt = decision.State.Status == AuctionStatus.Open ? decision.State.ClosesAt : null,
                }),
            };
        }

        return (head, events);
    }

    // A raise may move the end, and bring the next raise into time.
    private static AuctionHead SettleInTime(
        AuctionHead head, DateTimeOffset now, IReadOnlyDictionary<string, byte[]> markers, List<ISequenced> events)
    {
        while (true)
        {
            var end = head.State.ClosesAt;
            (head, var settled, _) = PendingCommands.Settle(head, end.AddTicks(-1), now, markers);
            events.AddRange(settled);
            if (head.State.ClosesAt == end)
                return head;
        }
    }
}
