using Auctions.Events;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifecycle;

/// <summary>
/// The change when an auction is called, opens or closes at its hour. Before it closes, every pending command is decided, and outages
/// that concern it are made up for. The answer is the head; null where there is no auction.
/// </summary>
internal sealed class ScheduleChange : HeadChange<AuctionHead?>
{
    private readonly DateTimeOffset _now;
    private readonly DecisionKind _kind;
    private readonly DateTimeOffset? _opensAt;
    private readonly Func<AuctionState, DateTimeOffset, Decision> _rule;
    private readonly OutageRule _outages;

    private ScheduleChange(
        DateTimeOffset now, DecisionKind kind, Func<AuctionState, DateTimeOffset, Decision> rule, DateTimeOffset? opensAt = null,
        OutageRule? outages = null) =>
        (_now, _kind, _rule, _opensAt, _outages) = (now, kind, rule, opensAt, outages ?? OutageRule.None);

    public override DateTimeOffset At => _now;

    /// <summary>The events of the pending commands that this change decided, and of the outages that it made up for.</summary>
    public IReadOnlyList<ISequenced> Settled { get; private set; } = [];

    /// <summary>Calls a lot that waits for its turn.</summary>
    /// <param name="opensAt">When the lot opens.</param>
    /// <param name="now">The time.</param>
    public static ScheduleChange Call(DateTimeOffset opensAt, DateTimeOffset now) =>
        new(now, DecisionKind.Call, (state, at) => AuctionRules.Call(state, opensAt, at), opensAt);

    /// <summary>Opens the auction if that is due.</summary>
    public static ScheduleChange Open(DateTimeOffset now) => new(now, DecisionKind.Open, AuctionRules.Open);

    /// <summary>
    /// Makes up for the outages that concern the auction, and closes it if that is due then. A voiding that is pending is decided
    /// first, by its own step.
    /// </summary>
    public static ScheduleChange Close(DateTimeOffset now, OutageRule? outages = null) =>
        new(now, DecisionKind.Close, AuctionRules.Close, outages: outages);

    public override IEnumerable<string> MarkersFor(AuctionHead head) =>
        _kind == DecisionKind.Close ? PendingCommands.ParticipantMarkers(head) : [];

    public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers)
    {
        Settled = [];
        if (head is not null && _kind == DecisionKind.Close)
        {
            (head, Settled) = OutageDecisions.MakeUp(head, _outages, _now, markers);
            if (_now < head.State.ClosesAt + AuctionRules.ClosingGrace || head.State.Status == AuctionStatus.Paused)
                return PendingAnswer = head;
            (head, var settled, _) = PendingCommands.Settle(head, DateTimeOffset.MaxValue, _now, markers);
            Settled = [.. Settled, .. settled];
            if (!head.Pending.IsEmpty)
                return PendingAnswer = head;
        }

        return PendingAnswer = head is null ? null : After(head, _rule(head.State, _now));
    }

    private AuctionHead After(AuctionHead head, in Decision decision) => ReferenceEquals(decision.State, head.State) ? head
        : head.After(decision) with
        {
            Decisions = head.Decisions.Add(DecisionRecord.OfTime(_kind, _now, decision.Seq) with { OpensAt = _opensAt }),
        };
}
