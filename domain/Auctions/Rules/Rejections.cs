namespace Auctions.Rules;

/// <summary>The reasons of a rejection, as the contract names them.</summary>
public static class Rejections
{
    /// <summary>Below the next minimum.</summary>
    public const string TooLow = "too-low";

    /// <summary>Not on the ladder, in an auction that accepts only bids on it.</summary>
    public const string OffLadder = "off-ladder";

    /// <summary>The auction can't be resumed, because it is not paused.</summary>
    public const string NotPaused = "not-paused";

    /// <summary>The bid doesn't exist, or is already voided.</summary>
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
    /// A step kept failing, so the command was dead-lettered. The bidder of a raise gets this reason.
    /// </summary>
    public const string Failed = "failed";

    /// <summary>The command's id was used before for another command.</summary>
    public const string IdempotencyKeyReused = "idempotency-key-reused";
}
