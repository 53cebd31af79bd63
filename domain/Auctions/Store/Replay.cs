using Auctions.Rules;

namespace Auctions.Store;

/// <summary>Decides an auction again from its audit trail.</summary>
internal static class Replay
{
    /// <summary>One entry, the state that it was decided on, and the decision that the rules take on it.</summary>
    internal readonly record struct Step(DecisionRecord Entry, AuctionState? On, Decision Decision);

    /// <summary>Every step of an auction, in order, from nothing.</summary>
    /// <param name="last">The auction as it is: whose it is and its terms, which never change, are taken from it.</param>
    /// <param name="trail">All that was decided, in order.</param>
    public static IEnumerable<Step> Of(AuctionState last, IReadOnlyList<DecisionRecord> trail)
    {
        AuctionState? state = null;
        for (var at = 0; at < trail.Count; at++)
        {
            var decision = Decide(last, state, trail, at);
            yield return new(trail[at], state, decision);
            state = decision.State;
        }
    }

    /// <summary>
    /// An auction as it would be without some of its raises: what was accepted of the others, in the order of their
    /// decisions. Who was rejected stays so, for they were told that they are not bound.
    /// </summary>
    /// <param name="state">The auction as it is.</param>
    /// <param name="trail">What was decided up to there, in order.</param>
    /// <param name="voided">The seqs of the bids that don't count.</param>
    public static AuctionState Without(AuctionState state, IEnumerable<DecisionRecord> trail, IReadOnlySet<long> voided)
    {
        // What ended it at once, put off its close or was on the ladder then is no matter: bids are weighed against each other.
        var rest = state with
        {
            Status = AuctionStatus.Open,
            Terms = state.Terms with { BuyNowPrice = null, SoftClose = null, LadderOnly = false },
            Price = Money.Plain(state.Terms.StartingPrice),
            Leader = null,
            LeaderLimit = 0,
            LeaderLimitAt = null,
            Bids = 0,
            StepOverride = null,
        };
        foreach (var (entry, bid) in WithBids(trail))
        {
            if (bid is { } seq && voided.Contains(seq))
                continue;

            // An increment holds as it was announced, also where the price that it was announced at is voided.
            if (entry.Kind == DecisionKind.Increment)
                rest = rest with { StepOverride = new(entry.Limit!.Value, entry.Until) };
            else if (Bidding.Decide(rest, Counted(rest, entry), []) is { Accepted: true } decision)
                rest = decision.State;
        }

        return rest;
    }

    /// <summary>
    /// What was accepted of raises and increments, each raise with the bid that it made or, where it only changed the maximum,
    /// that it changed: the last of the bidder's that stood then. A change goes with its bid.
    /// </summary>
    private static IEnumerable<(DecisionRecord Entry, long? Bid)> WithBids(IEnumerable<DecisionRecord> trail)
    {
        var made = new List<(string User, long Bid)>();
        foreach (var entry in trail.Where(entry => entry.Reason is null))
            if (entry is { Kind: DecisionKind.Raise, Seq: { } bid })
            {
                made.Add((entry.User, bid));
                yield return (entry, bid);
            }
            else if (entry.Kind == DecisionKind.Raise)
                yield return (entry, made.FindLast(bid => bid.User == entry.User).Bid);
            else if (entry.Kind == DecisionKind.Increment)
                yield return (entry, null);
            else if (entry.Kind == DecisionKind.Void)
                made.RemoveAll(bid => bid.Bid == entry.Bid);
    }

    /// <summary>The bids that are voided up to there, and may be.</summary>
    public static HashSet<long> Voided(IEnumerable<DecisionRecord> trail) =>
        [.. trail.Where(entry => entry is { Kind: DecisionKind.Void, Reason: null }).Select(entry => entry.Bid!.Value)];

    /// <summary>What the rules say to the voiding of a bid.</summary>
    public static Decision Void(AuctionState state, IReadOnlyCollection<DecisionRecord> trail, long bid, string why, DateTimeOffset receivedAt)
    {
        if (Auctioneer.IsOver(state, receivedAt))
            return new(state, [], Rejections.Closed);
        var voided = Voided(trail);
        var isBid = trail.Any(entry => entry is { Kind: DecisionKind.Raise, Reason: null } && entry.Seq == bid);
        return isBid && voided.Add(bid)
            ? Auctioneer.Void(state, Without(state, trail, voided), bid, why, receivedAt)
            : new(state, [], Rejections.UnknownBid);
    }

    private static Decision Decide(AuctionState last, AuctionState? state, IReadOnlyList<DecisionRecord> trail, int at)
    {
        var entry = trail[at];
        if (state is null)
            return entry.Kind == DecisionKind.Create
                ? AuctionRules.Create(last.Id, last.Seller, last.Terms, entry.At)
                : throw new InvalidDataException($"The audit trail of auction {last.Id} begins with {entry.Kind} and not with its making.");

        return entry.Kind switch
        {
            DecisionKind.Raise => AuctionRules.Decide(state, RaiseOf(entry)),
            DecisionKind.Join => new(state with { Participants = state.Participants + 1 }, [], null),
            DecisionKind.Call => AuctionRules.Call(state, entry.OpensAt ?? entry.At, entry.At),
            DecisionKind.Open => AuctionRules.Open(state, entry.At),
            DecisionKind.Close => AuctionRules.Close(state, entry.At),
            DecisionKind.Pause => Auctioneer.Pause(state, entry.At),
            DecisionKind.Resume => Auctioneer.Resume(state, entry.At),
            DecisionKind.Cancel => Auctioneer.Cancel(state, entry.At),
            DecisionKind.Hammer => Auctioneer.Hammer(state, entry.At),
            DecisionKind.Increment => Auctioneer.ChangeIncrement(state, entry.Limit!.Value, entry.At),
            DecisionKind.Void => Void(state, [.. trail.Take(at)], entry.Bid!.Value, entry.Why ?? "", entry.At),
            _ => throw new InvalidDataException($"The audit trail of auction {last.Id} has a {entry.Kind} that can't be decided again."),
        };
    }

    // Who bid over a bid that is voided, and leads without it, bids against nobody: the amount is how far they go.
    private static Raise Counted(AuctionState rest, DecisionRecord entry) =>
        entry.User == rest.Leader ? RaiseOf(entry) with { IsMaximum = true } : RaiseOf(entry);

    private static Raise RaiseOf(DecisionRecord entry) =>
        new(entry.Command, entry.User, entry.Limit ?? 0, entry.IsMaximum, entry.At);
}
