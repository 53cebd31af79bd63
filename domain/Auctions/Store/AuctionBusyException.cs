namespace Auctions.Store;

/// <summary>
/// A change could not be committed, because other processes changed the document at every try or the store failed. Where the
/// store failed, the change may have been committed. The same command may be sent again, and takes effect once.
/// </summary>
public sealed class AuctionBusyException : Exception
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public AuctionBusyException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public AuctionBusyException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the store's last failure.</summary>
    public AuctionBusyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
