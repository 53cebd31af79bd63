using Auctions.Rules;

namespace Auctions.Store;

/// <summary>Decides the commands of an auction again from its audit trail.</summary>
internal static class Replay
{
    /// <summary>An entry of the trail, the state before it (null before the first), and the decision of the rules.</summary>
    internal readonly record struct Step(DecisionRecord Entry, AuctionState? On, Decision Decision);

    /// <summary>Decides every entry of a trail in order, beginning with the creation of the auction.</summary>
    /// <param name="last">The current state of the auction, of which only the id, seller and terms are used: they never change.</param>
    /// <param name="trail">The whole trail, in order.</param>
    /// <exception cref="InvalidDataException">The trail doesn't begin with the creation, or has an unknown entry.</exception>
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
    /// The auction as it would be without some of its bids: the accepted raises of the other bids are decided again in their
    /// order. A rejected raise stays rejected, because its bidder was told that it doesn't bind.
    /// </summary>
    /// <param name="state">The current state of the auction.</param>
    /// <param name="trail">The trail so far, in order.</param>
    /// <param name="voided">The seqs of the voided bids.</param>
    public static AuctionState Without(AuctionState state, IEnumerable<DecisionRecord> trail, IReadOnlySet<long> voided)
    {
        // The bids are only weighed against each other, so buy-now, soft close and the ladder don't apply again.
        var rest = state with
        {
            Status = AuctionStatus.Open,
            Terms = state.Terms with { BuyNowPrice = null, SoftClose = null, LadderOnly = false },
            Price = Money.Plain(state.Terms.StartingPrice),
            Leader = null,
            LeaderLimit = 0,
            LeaderLimitAt = null,
            IsLeaderLimitMaximum = false,
            Bids = 0,
            StepOverride = null,
        };
        foreach (var (entry, bid) in WithBids(trail))
        {
            if (bid is { } seq && voided.Contains(seq))
                continue;

            // A changed increment applies as announced, even where the price at that time is voided.
            if (entry.Kind == DecisionKind.Increment)
                rest = rest with { StepOverride = new(entry.Limit!.Value, entry.Until) };
            else if (Bidding.Decide(rest, RaiseAmongRest(rest, entry), []) is { Accepted: true } decision)
                rest = decision.State;
        }

        return rest;
    }

    /// <summary>
    /// The accepted raises and changed increments. Each raise comes with the bid that it made. A raise that only changed the
    /// maximum comes with the bidder's last standing bid, so that both are voided together.
    /// </summary>
    private static IEnumerable<(DecisionRecord Entry, long? Bid)> WithBids(IEnumerable<DecisionRecord> trail)
    {
        var standing = new List<(string User, long Bid)>();
        foreach (var entry in trail.Where(entry => entry.Reason is null))
            if (entry is { Kind: DecisionKind.Raise, Seq: { } bid })
            {
                standing.Add((entry.User, bid));
                yield return (entry, bid);
            }
            else if (entry.Kind == DecisionKind.Raise)
                yield return (entry, standing.FindLast(bid => bid.User == entry.User).Bid);
            else if (entry.Kind == DecisionKind.Increment)
                yield return (entry, null);
            else if (entry.Kind == DecisionKind.Void)
                standing.RemoveAll(bid => bid.Bid == entry.Bid);
    }

    /// <summary>The seqs of the bids that a trail has voided.</summary>
    public static HashSet<long> Voided(IEnumerable<DecisionRecord> trail) =>
        [.. trail.Where(entry => entry is { Kind: DecisionKind.Void, Reason: null }).Select(entry => entry.Bid!.Value)];

    /// <summary>Decides the voiding of a bid.</summary>
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
                : throw new InvalidDataException($"The audit trail of auction {last.Id} begins with {entry.Kind} and not with its creation.");

        return entry.Kind switch
        {
            DecisionKind.Join => new(state with { Participants = state.Participants + 1 }, [], null),
            DecisionKind.Call => AuctionRules.Call(state, entry.OpensAt ?? entry.At, entry.At),
            DecisionKind.Open => AuctionRules.Open(state, entry.At),
            DecisionKind.Close => AuctionRules.Close(state, entry.At),
            DecisionKind.Outage => entry.ClosesAt is { } closesAt
                ? OutageRule.Extend(state, entry.Outage!, closesAt, entry.At)
                : OutageRule.Hold(state, entry.Outage!, entry.At),
            DecisionKind.Void => Void(state, [.. trail.Take(at)], entry.Bid!.Value, entry.Why ?? "", entry.At),
            // Until hammers had an event, an accepted one had no seq.
            DecisionKind.Hammer when entry is { Reason: null, Seq: null } => Auctioneer.HammerSilently(state, entry.At),
            _ => Decide(state, entry),
        };
    }

    /// <summary>Decides a command that needs no more than the state, which is every one except a voiding.</summary>
    /// <exception cref="InvalidDataException">The entry is no such command.</exception>
    public static Decision Decide(AuctionState state, DecisionRecord entry) => entry.Kind switch
    {
        DecisionKind.Raise => AuctionRules.Decide(state, RaiseOf(entry)),
        DecisionKind.Pause => Auctioneer.Pause(state, entry.At),
        DecisionKind.Resume => Auctioneer.Resume(state, entry.At),
        DecisionKind.Cancel => Auctioneer.Cancel(state, entry.At),
        DecisionKind.Hammer => Auctioneer.Hammer(state, entry.At),
        DecisionKind.Extend => Auctioneer.Extend(state, entry.By!.Value, entry.At),
        DecisionKind.Hold => Auctioneer.Hold(state, entry.At),
        DecisionKind.Release => Auctioneer.Release(state, entry.At),
        DecisionKind.PauseAll => Auctioneer.PauseWithAll(state, entry.At),
        DecisionKind.ResumeAll => Auctioneer.ResumeWithAll(state, entry.At),
        DecisionKind.Increment => Auctioneer.ChangeIncrement(state, entry.Limit!.Value, entry.At),
        _ => throw new InvalidDataException($"An entry {entry.Kind} of the audit trail of auction {state.Id} can't be decided again."),
    };

    // A bidder who outbid a bid that is voided may already lead without it. Leaders don't bid against themselves, so the amount
    // becomes their maximum.
    private static Raise RaiseAmongRest(AuctionState rest, DecisionRecord entry) =>
        entry.User == rest.Leader ? RaiseOf(entry) with { IsMaximum = true } : RaiseOf(entry);

    private static Raise RaiseOf(DecisionRecord entry) =>
        new(entry.Command, entry.User, entry.Limit ?? 0, entry.IsMaximum, entry.At);
}
