namespace Auctions.Rules;

/// <summary>What the house does with an auction whose close an outage took from the bidders.</summary>
public enum OutagePolicy
{
    /// <summary>It closes at its hour, or as soon as the house is back.</summary>
    Close,

    /// <summary>The close moves by the length of the outage.</summary>
    Extend,

    /// <summary>The auction is paused until an auctioneer decides.</summary>
    Hold,
}
