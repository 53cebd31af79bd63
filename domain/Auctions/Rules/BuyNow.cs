using Auctions.Events;

namespace Auctions.Rules;

/// <summary>
/// The price at which a bidder may end the auction while the offer lasts. Only an <c>amount</c> accepts the offer: a maximum is
/// a limit, and its bidder may get the auction for less.
/// </summary>
internal static class BuyNow
{
    /// <summary>Whether a raise accepts the offer.</summary>
    public static bool IsMet(AuctionState open, in Raise raise) =>
        !raise.IsMaximum && open.BuyNowPrice is { } price && raise.Limit >= price;

    /// <summary>Sells the auction to the bidder at the buy-now price, and closes it as of the receipt of the raise.</summary>
    public static Decision Decide(AuctionState open, in Raise raise, IReadOnlyList<ISequenced> opened)
    {
        var price = Money.Plain(open.BuyNowPrice!.Value);
        var closesAt = raise.ReceivedAt.ToUniversalTime();
        var (bought, raised) = Bidding.Bid(open with { LeaderLimit = price, LeaderLimitAt = closesAt, IsLeaderLimitMaximum = false }, raise.Bidder, price, raise);
        bought = bought with { ClosesAt = closesAt };
        var (closed, closing) = AuctionRules.Closed(bought, closesAt);
        return new(closed, [.. opened, raised with { ClosesAt = closesAt }, closing], null, raised.Seq);
    }
}
