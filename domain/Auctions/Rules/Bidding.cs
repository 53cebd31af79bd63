using Auctions.Events;

namespace Auctions.Rules;

/// <summary>
/// The rules for a raise that is in time. With <c>amount</c>, the bidder bids that amount. With <c>maximum</c>, the house bids for
/// the bidder, and only as much as the lead needs ("proxy bidding", "automatic bidding"). tests/Auctions shows the published rules
/// of eBay, Trade Me and Auctionet by example.
/// </summary>
/// <remarks>
/// The leader has a limit: the hidden maximum, or the amount that was bid. A challenger whose limit is higher takes the lead. A
/// challenger whose limit is not higher bids the whole limit, and the house answers for the leader with one increment more, or
/// less where the leader's limit is nearer, so that one raise makes two bids. Of two equal maxima, the one received first leads.
/// </remarks>
internal static class Bidding
{
    /// <summary>Decides a raise that is in time.</summary>
    /// <param name="open">The auction, which is open.</param>
    /// <param name="raise">The raise, valid in the auction's currency.</param>
    /// <param name="opened">The opening of the auction where this raise commits it; empty otherwise.</param>
    public static Decision Decide(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        if (raise.Bidder == open.Seller)
            return new(open, opened, Rejections.OwnAuction);
        if (BuyNow.IsMet(open, raise))
            return BuyNow.Decide(open, raise, opened);
        if (raise.Bidder == open.Leader)
            return DecideByLeader(open, raise, opened);
        if (raise.Limit < open.NextMinimum)
            return new(open, opened, Rejections.TooLow);
        if (open.Terms.LadderOnly && !Ladder.Contains(open, raise.Limit))
            return new(open, opened, Rejections.OffLadder);
        return open.Leader is null || raise.Limit > open.LeaderLimit || IsEarlierOfEqual(open, raise)
            ? Lead(open, raise, opened)
            : Defend(open, raise, opened);
    }

    // A worker may decide the earlier of two equal maxima later. An amount loses to an equal limit, whenever it was received.
    private static bool IsEarlierOfEqual(AuctionState open, in Raise raise) =>
        raise.IsMaximum && raise.Limit == open.LeaderLimit && raise.ReceivedAt < open.LeaderLimitAt;

    private static AuctionState WithLimit(AuctionState open, in Raise raise) =>
        open with
        {
            LeaderLimit = Money.Plain(raise.Limit),
            LeaderLimitAt = raise.ReceivedAt.ToUniversalTime(),
            IsLeaderLimitMaximum = raise.IsMaximum,
        };

    // Leaders don't bid against themselves. They may change the maximum, and lower it down to the price. Of two maxima, the one
    // that was received later applies, whichever is decided first.
    private static Decision DecideByLeader(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        if (!raise.IsMaximum)
            return new(open, opened, Rejections.AlreadyLeading);
        if (raise.Limit < open.Price)
            return new(open, opened, Rejections.TooLow);
        if (open.Terms.LadderOnly && raise.Limit != open.Price && !Ladder.Contains(open, raise.Limit))
            return new(open, opened, Rejections.OffLadder);

        if (open.IsLeaderLimitMaximum && raise.ReceivedAt < open.LeaderLimitAt)
            return new(open, opened, null);

        var changed = WithLimit(open, raise);
        if (LiftedToReserve(open, open.Price, raise) is var price && price == open.Price)
            return new(changed, opened, null);
        return AcceptedBid(Bid(changed, raise.Bidder, price, raise), opened);
    }

    private static Decision Lead(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        var price = raise.Limit;
        if (raise.IsMaximum)
        {
            // The lead needs one increment above the former leader's limit, or the whole maximum where that is less.
            var needed = open.Leader is null ? open.Price : open.LeaderLimit + Ladder.StepAt(open, open.LeaderLimit);
            price = LiftedToReserve(open, Math.Max(open.NextMinimum, Math.Min(raise.Limit, needed)), raise);
        }

        return AcceptedBid(Bid(WithLimit(open, raise), raise.Bidder, price, raise), opened);
    }

    private static Decision Defend(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        var (challenged, challenge) = Bid(open, raise.Bidder, raise.Limit, raise);
        var defended = Math.Min(open.LeaderLimit, raise.Limit + Ladder.StepAt(open, raise.Limit));
        var (state, defence) = Bid(challenged, open.Leader!, defended, raise, isAutomatic: true);

        // The leader stays the leader, so no event may say that the challenge outbid them.
        return new(state, [.. opened, challenge with { Outbid = null }, defence], null, challenge.Seq);
    }

    /// <summary>Makes a bid, by which the bidder takes or keeps the lead.</summary>
    internal static (AuctionState State, AuctionRaisedEvent Raised) Bid(
        AuctionState before, string bidder, decimal price, in Raise raise, bool isAutomatic = false)
    {
        var after = before with
        {
            Seq = before.Seq + 1,
            Price = Money.Plain(price),
            Leader = bidder,
            Bids = before.Bids + 1,
            ClosesAt = SoftClosing.After(before, raise.ReceivedAt),
        };
        return (after, new AuctionRaisedEvent(
            after.Id, after.Seq, after.Price, bidder, before.Leader == bidder ? null : before.Leader, after.Bids, after.Participants,
            after.NextMinimum, after.ReserveMet, after.ClosesAt, raise.ReceivedAt.ToUniversalTime(), raise.Command)
        {
            Automatic = isAutomatic,
            BuyNowPrice = after.BuyNowPrice,
        });
    }

    private static decimal LiftedToReserve(AuctionState open, decimal price, in Raise raise) =>
        open.Terms.ReservePrice is { } reserve && price < reserve && raise.Limit >= reserve ? reserve : price;

    private static Decision AcceptedBid((AuctionState State, AuctionRaisedEvent Raised) bid, IReadOnlyList<ISequenced> opened) =>
        new(bid.State, [.. opened, bid.Raised], null, bid.Raised.Seq);
}
