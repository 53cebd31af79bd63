namespace Auctions;

/// <summary>The status of an auction.</summary>
public enum AuctionStatus
{
    /// <summary>Created, and not open yet.</summary>
    Scheduled,

    /// <summary>Accepts raises.</summary>
    Open,

    /// <summary>Halted by the auctioneer, an admin or the house.</summary>
    Paused,

    /// <summary>Ended, sold or not.</summary>
    Closed,

    /// <summary>Called off by the auctioneer.</summary>
    Cancelled,

    /// <summary>A lot of a session that waits for its turn. Its hours are estimates; the session calls it, and time alone doesn't open it.</summary>
    Waiting,
}

/// <summary>Questions that are asked of a status.</summary>
internal static class AuctionStatuses
{
    /// <summary>Whether the auction is final: closed or cancelled.</summary>
    public static bool IsOver(this AuctionStatus status) => status is AuctionStatus.Closed or AuctionStatus.Cancelled;
}
