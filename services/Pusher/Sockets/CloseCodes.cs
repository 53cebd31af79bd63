namespace Auctions.Pusher.Sockets;

/// <summary>The close codes of the contract (RFC 6455 and the IANA registry).</summary>
public static class CloseCodes
{
    /// <summary>The client closed the connection.</summary>
    public const int Normal = 1000;

    /// <summary>The peer is gone, so no close frame can reach it. Never sent.</summary>
    public const int Gone = 1006;

    /// <summary>A client frame that can't be read.</summary>
    public const int Malformed = 1007;

    /// <summary>A bad or expired token, or too many frames.</summary>
    public const int Policy = 1008;

    /// <summary>A client frame above 4 KiB.</summary>
    public const int TooBig = 1009;

    /// <summary>The server is going away; connect to another.</summary>
    public const int ServiceRestart = 1012;

    /// <summary>The client reads too slowly; it may come back later.</summary>
    public const int TryAgainLater = 1013;
}
