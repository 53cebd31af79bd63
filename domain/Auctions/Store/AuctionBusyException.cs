namespace Auctions.Store;

/// <summary>
/// A change of an auction could not be committed: others were first each time, or the store failed. Whether it was
/// committed after all may be unknown; the same command may be sent again, and has its effect once.
/// </summary>
public sealed class AuctionBusyException : Exception
{
    /// <summary>Without a message.</summary>
    public AuctionBusyException()
    {
    }

    /// <summary>With a message.</summary>
    public AuctionBusyException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what the store said last.</summary>
    public AuctionBusyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
