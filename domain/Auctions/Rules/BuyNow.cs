using Auctions.Events;

namespace Auctions.Rules;

/// <summary>
/// The price at which anybody may end the auction, as long as it is on offer. Only an <c>amount</c> takes it: a
/// maximum says up to what to bid, not that the bidder wants to pay so much.
/// </summary>
internal static class BuyNow
{
    /// <summary>Whether a raise takes the offer.</summary>
    public static bool IsMet(AuctionState open, in Raise raise) =>
        !raise.IsMaximum && open.BuyNowPrice is { } price && raise.Limit >= price;

    /// <summary>Sells to who takes it, at the buy-now price, and closes with the receipt of the raise.</summary>
    public static Decision Decide(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        var price = Money.Plain(open.BuyNowPrice!.Value);
        var closesAt = raise.ReceivedAt.ToUniversalTime();
        var (bought, raised) = Bidding.Bid(open with { LeaderLimit = price, LeaderLimitAt = closesAt }, raise.Bidder, price, raise);
        bought = bought with { ClosesAt = closesAt };
        var (closed, closing) = AuctionRules.Closed(bought, closesAt);
        return new(closed, [.. opened, raised with { ClosesAt = closesAt }, closing], null, raised.Seq);
    }
}
