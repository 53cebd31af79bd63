namespace Auctions.Auctioneering;

/// <summary>What an auctioneer may want of an auction.</summary>
public enum AuctioneerWish
{
    /// <summary>To halt it.</summary>
    Pause,

    /// <summary>To go on with it.</summary>
    Resume,

    /// <summary>To call it off.</summary>
    Cancel,

    /// <summary>To let the hammer fall: no raise received from now on counts.</summary>
    Hammer,

    /// <summary>To take another increment until the next band.</summary>
    Increment,

    /// <summary>To void a bid.</summary>
    Void,
}
