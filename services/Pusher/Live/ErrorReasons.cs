namespace Auctions.Pusher.Live;

/// <summary>The reasons of <c>error</c> frames. The connection stays open.</summary>
public static class ErrorReasons
{
    /// <summary>The frame's type is none that a client sends.</summary>
    public const string UnknownType = "unknown-type";

    /// <summary>There is no such auction.</summary>
    public const string UnknownAuction = "unknown-auction";

    /// <summary>There is no such session.</summary>
    public const string UnknownSession = "unknown-session";

    /// <summary><c>after</c> is no whole number of 0 or more.</summary>
    public const string InvalidAfter = "invalid-after";

    /// <summary>The connection watches as much as it may.</summary>
    public const string TooManyWatches = "too-many-watches";

    /// <summary>The store doesn't answer; the watch stands, and its snapshot follows once it does.</summary>
    public const string StoreUnavailable = "store-unavailable";
}
