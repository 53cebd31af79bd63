namespace Auctions;

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

    /// <summary>A lot of a session whose turn has not come: its hours are what is expected, and time alone doesn't open it.</summary>
    Waiting,
}

/// <summary>What statuses have in common.</summary>
public static class AuctionStatuses
{
    /// <summary>Whether nothing can change any more.</summary>
    public static bool IsOver(this AuctionStatus status) => status is AuctionStatus.Closed or AuctionStatus.Cancelled;
}
