namespace Auctions.Store;

/// <summary>
/// The kind of a decision. The names are stored in heads and the numbers in the inputs of workflows, so neither may ever
/// change.
/// </summary>
public enum DecisionKind
{
    /// <summary>The auctioneer paused the auction.</summary>
    Pause = 0,

    /// <summary>The auctioneer resumed the auction.</summary>
    Resume = 1,

    /// <summary>The auctioneer cancelled the auction.</summary>
    Cancel = 2,

    /// <summary>The auctioneer let the hammer fall.</summary>
    Hammer = 3,

    /// <summary>The auctioneer changed the increment.</summary>
    Increment = 4,

    /// <summary>The auctioneer voided a bid.</summary>
    Void = 5,

    /// <summary>A bidder raised.</summary>
    Raise = 6,

    /// <summary>The seller created the auction.</summary>
    Create = 7,

    /// <summary>A bidder became a participant.</summary>
    Join = 8,

    /// <summary>The auction opened at its hour.</summary>
    Open = 9,

    /// <summary>The auction closed at its hour.</summary>
    Close = 10,

    /// <summary>The session called the lot.</summary>
    Call = 11,

    /// <summary>The auctioneer moved the close to a later time.</summary>
    Extend = 12,

    /// <summary>The auctioneer had the close held.</summary>
    Hold = 13,

    /// <summary>The auctioneer released the close.</summary>
    Release = 14,

    /// <summary>An admin paused every auction.</summary>
    PauseAll = 15,

    /// <summary>An admin resumed every auction that was paused so.</summary>
    ResumeAll = 16,

    /// <summary>The house made up for an outage.</summary>
    Outage = 17,
}
