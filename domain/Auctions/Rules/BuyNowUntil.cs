namespace Auctions.Rules;

/// <summary>How long a buy-now price is on offer.</summary>
public enum BuyNowUntil
{
    /// <summary>Until the leading price has come up to it.</summary>
    PriceReached,

    /// <summary>Until somebody bids.</summary>
    FirstBid,
}
