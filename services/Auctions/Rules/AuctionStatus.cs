namespace Auctions.Rules;

/// <summary>Where an auction is in its life.</summary>
public enum AuctionStatus
{
    /// <summary>Created, opens later.</summary>
    Scheduled,

    /// <summary>Takes raises.</summary>
    Open,

    /// <summary>Halted by the auctioneer.</summary>
    Paused,

    /// <summary>Over.</summary>
    Closed,

    /// <summary>Called off.</summary>
    Cancelled,
}
