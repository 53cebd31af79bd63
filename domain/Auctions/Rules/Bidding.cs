using Auctions.Events;

namespace Auctions.Rules;

/// <summary>
/// What a raise that is in time does to an auction. With <c>amount</c> the bidder bids that amount; with
/// <c>maximum</c> the house bids for the bidder, as little as leads ("proxy bidding", "automatic bidding"; the
/// published rules of eBay, Trade Me and Auctionet are shown by example in tests/Auctions).
/// </summary>
/// <remarks>
/// Who leads has a limit: the hidden maximum, or the amount that was bid. A challenger whose limit is above it leads; one
/// whose limit isn't bids all of it, and the house answers for the leader by one increment, or by less where the
/// limit is nearer: two bids by one raise. Of two equal maxima the one that was received first leads.
/// </remarks>
internal static class Bidding
{
    /// <summary>Decides. The auction is open and the raise in time.</summary>
    /// <param name="open">The auction.</param>
    /// <param name="raise">The raise, valid in the auction's currency.</param>
    /// <param name="opened">Events that come before.</param>
    public static Decision Decide(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        if (raise.Bidder == open.Seller)
            return new(open, opened, Rejections.OwnAuction);
        if (BuyNow.IsMet(open, raise))
            return BuyNow.Decide(open, raise, opened);
        if (raise.Bidder == open.Leader)
            return ByLeader(open, raise, opened);
        if (raise.Limit < open.NextMinimum)
            return new(open, opened, Rejections.TooLow);
        if (open.Terms.LadderOnly && !Ladder.Holds(open, raise.Limit))
            return new(open, opened, Rejections.OffLadder);
        return open.Leader is null || raise.Limit > open.LeaderLimit || IsEarlierOfEqual(open, raise) ? Lead(open, raise, opened) : Defend(open, raise, opened);
    }

    // It may be decided after the leader's on another worker. An amount loses to a maximum that equals it, whenever it came.
    private static bool IsEarlierOfEqual(AuctionState open, in Raise raise) =>
        raise.IsMaximum && raise.Limit == open.LeaderLimit && raise.ReceivedAt < open.LeaderLimitAt;

    private static AuctionState WithLimit(AuctionState open, in Raise raise) =>
        open with { LeaderLimit = Money.Plain(raise.Limit), LeaderLimitAt = raise.ReceivedAt.ToUniversalTime() };

    // The leader bids against nobody. A maximum may be changed, also to a lower one, as long as it isn't below what is bid.
    private static Decision ByLeader(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        if (!raise.IsMaximum)
            return new(open, opened, Rejections.AlreadyLeading);
        if (raise.Limit < open.Price)
            return new(open, opened, Rejections.TooLow);
        if (open.Terms.LadderOnly && raise.Limit != open.Price && !Ladder.Holds(open, raise.Limit))
            return new(open, opened, Rejections.OffLadder);

        var changed = WithLimit(open, raise);
        if (LiftedToReserve(open, open.Price, raise) is var price && price == open.Price)
            return new(changed, opened, null);
        return Written(Bid(changed, raise.Bidder, price, raise), opened);
    }

    private static Decision Lead(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        var price = raise.Limit;
        if (raise.IsMaximum)
        {
            // As little as leads: an increment above the limit of who led, or all there is where that is less.
            var needed = open.Leader is null ? open.Price : open.LeaderLimit + Ladder.StepAt(open, open.LeaderLimit);
            price = LiftedToReserve(open, Math.Max(open.NextMinimum, Math.Min(raise.Limit, needed)), raise);
        }

        return Written(Bid(WithLimit(open, raise), raise.Bidder, price, raise), opened);
    }

    private static Decision Defend(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        var (challenged, challenge) = Bid(open, raise.Bidder, raise.Limit, raise);
        var defended = Math.Min(open.LeaderLimit, raise.Limit + Ladder.StepAt(open, raise.Limit));
        var (state, defence) = Bid(challenged, open.Leader!, defended, raise, isAutomatic: true);

        // Who led leads: to say that they had been outbid in between would be a scare for nothing.
        return new(state, [.. opened, challenge with { Outbid = null }, defence], null, challenge.Seq);
    }

    /// <summary>A bid, and the auction after it. Who bids leads.</summary>
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

    private static Decision Written((AuctionState State, AuctionRaisedEvent Raised) bid, IReadOnlyList<ISequenced> opened) =>
        new(bid.State, [.. opened, bid.Raised], null, bid.Raised.Seq);
}
