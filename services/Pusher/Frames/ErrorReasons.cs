namespace Auctions.Pusher.Frames;

/// <summary>The reasons of <c>error</c> frames. The connection stays open, except after <see cref="StreamInterrupted"/>.</summary>
public static class ErrorReasons
{
    /// <summary>Clients send no frame of this type.</summary>
    public const string UnknownType = "unknown-type";

    /// <summary>There is no such auction.</summary>
    public const string UnknownAuction = "unknown-auction";

    /// <summary>There is no such session.</summary>
    public const string UnknownSession = "unknown-session";

    /// <summary><c>after</c> is not a whole number of 0 or more.</summary>
    public const string InvalidAfter = "invalid-after";

    /// <summary>The connection watches as many auctions and sessions as it may.</summary>
    public const string TooManyWatches = "too-many-watches";

    /// <summary>The store doesn't answer. The watch stands, and its snapshot follows once the store answers.</summary>
    public const string StoreUnavailable = "store-unavailable";

    /// <summary>This pusher doesn't hear what happens. It closes the connection; another pusher may hear.</summary>
    public const string StreamInterrupted = "stream-interrupted";
}
