namespace Auctions.Rules;

/// <summary>The reasons of a rejection, as the contract names them.</summary>
public static class Rejections
{
    /// <summary>Below the next minimum.</summary>
    public const string TooLow = "too-low";

    /// <summary>Above the next minimum, but not on the ladder, in an auction that takes only bids on it.</summary>
    public const string OffLadder = "off-ladder";

    /// <summary>To be resumed, and not paused.</summary>
    public const string NotPaused = "not-paused";

    /// <summary>There is no such bid, or it is voided already.</summary>
    public const string UnknownBid = "unknown-bid";

    /// <summary>Received before the auction opened.</summary>
    public const string NotOpen = "not-open";

    /// <summary>Received at the close or after it.</summary>
    public const string Closed = "closed";

    /// <summary>Received while the auction was paused.</summary>
    public const string Paused = "paused";

    /// <summary>The bidder is the seller.</summary>
    public const string OwnAuction = "own-auction";

    /// <summary>The bidder leads already.</summary>
    public const string AlreadyLeading = "already-leading";

    /// <summary>There is no such auction.</summary>
    public const string UnknownAuction = "unknown-auction";

    /// <summary>
    /// A step kept failing, so nothing was decided: the bidder is told, and operators find the command among the dead
    /// letters.
    /// </summary>
    public const string Failed = "failed";

    /// <summary>The command id was used before, for something else.</summary>
    public const string IdempotencyKeyReused = "idempotency-key-reused";
}
