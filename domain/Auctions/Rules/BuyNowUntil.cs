namespace Auctions.Rules;

/// <summary>How long a buy-now price is on offer.</summary>
public enum BuyNowUntil
{
    /// <summary>Until the leading price reaches it.</summary>
    PriceReached,

    /// <summary>Until the first bid.</summary>
    FirstBid,
}
