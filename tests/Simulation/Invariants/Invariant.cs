namespace Simulation.Tests.Invariants;

/// <summary>What holds after every run, whatever went wrong in it.</summary>
internal enum Invariant
{
    /// <summary>Every process does only what it expects, and the run comes to its end.</summary>
    ComesToItsEnd,

    /// <summary>An acknowledged command reaches exactly one outcome.</summary>
    OneOutcome,

    /// <summary>A command that was answered with <c>not-accepted</c> has no effect.</summary>
    NotAcceptedMeansNothingHappened,

    /// <summary>Raises that are pending together are decided in the order of their receipt.</summary>
    OrderOfReceipt,

    /// <summary>An acknowledged raise that was received before the end isn't rejected as late.</summary>
    InTimeCounts,

    /// <summary>A command is accepted only if its time of receipt is about the true one, whatever the api's clock says.</summary>
    ReceiptIsBounded,

    /// <summary>
    /// A command that is pending is decided within eight seconds in which the hub and one of the workers run undisturbed, unless it
    /// waits for the end of the auction.
    /// </summary>
    DecidedInTime,

    /// <summary>Of two maxima of one leader, the one received later applies.</summary>
    LaterMaximumApplies,

    /// <summary>Of two equal maxima, the one received first leads.</summary>
    EarlierOfEqualLeads,

    /// <summary>Prices rise, except by a voiding.</summary>
    PricesRise,

    /// <summary>The history of the auction has every seq once, from 1 on, and ends with one close or one cancellation.</summary>
    ClosedOnce,

    /// <summary>The auction is sold to the highest of those in time, if the reserve is met.</summary>
    SoldToTheHighest,

    /// <summary>No bid is above the bidder's limit.</summary>
    NobodyPaysOverTheMaximum,

    /// <summary>Nobody leads only by bids that are voided.</summary>
    VoidedBidsDontStand,

    /// <summary>A bid that is received shortly before the close moves the close, as the terms say.</summary>
    LateBidsExtend,

    /// <summary>No maximum and no reserve appears in an event or a frame before it is a price.</summary>
    NoHiddenFigure,

    /// <summary>Every event of the history is published.</summary>
    EveryEventPublished,

    /// <summary>An event is published within eight seconds in which the hub and one of the workers run undisturbed.</summary>
    PublishedInTime,

    /// <summary>A rejection of an accepted raise is published, so that the bidder hears of it.</summary>
    EveryRejectionPublished,

    /// <summary>A watcher sees every seq once, in order, without a gap, and in the end all of them.</summary>
    EverySeqOnceInOrder,

    /// <summary>A pusher shows no snapshot that lacks what came to its machine longer ago than a heartbeat vouches for.</summary>
    NoStaleSnapshot,

    /// <summary>A bidder is told of a rejection only where the raise is rejected, and for that reason.</summary>
    RejectionsAreTrue,

    /// <summary>The audit finds no fault.</summary>
    AuditFindsNoFault,
}
