using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// Time has passed: the auction is called, opens, closes, or only notes what was published. The answer is the head.
/// </summary>
/// <param name="now">The time by which it happens.</param>
/// <param name="kind">What the rule is.</param>
/// <param name="rule">What the rules make of the state; null for nothing.</param>
internal sealed class LifetimeChange(DateTimeOffset now, AskedKind kind, Func<AuctionState, DateTimeOffset, Decision>? rule)
    : AnsweredChange<AuctionHead?>
{
    public override DateTimeOffset At => now;

    /// <summary>Of a lot that is called, when it opens.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    // What was published is noted with every commit, so there is nothing to do for that here.
    public override AuctionHead? Apply(AuctionHead? head, byte[]? marker) =>
        Noted = head is null || rule is null ? head : After(head, rule(head.State, now));

    private AuctionHead After(AuctionHead head, in Decision decision) => ReferenceEquals(decision.State, head.State) ? head
        : head.After(decision) with { Decisions = head.Decisions.Add(DecisionRecord.OfTime(kind, now, decision.Seq) with { OpensAt = OpensAt }) };
}
