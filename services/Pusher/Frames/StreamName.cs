namespace Auctions.Pusher.Frames;

/// <summary>What can be watched: an auction, or a session.</summary>
/// <param name="IsSession">Whether it is a session.</param>
/// <param name="Id">Its id.</param>
public readonly record struct StreamName(bool IsSession, string Id)
{
    /// <summary>What log messages call it.</summary>
    public string Kind => IsSession ? "session" : "auction";

    /// <summary>The auction's id; null for a session.</summary>
    public string? Auction => IsSession ? null : Id;

    /// <summary>The session's id; null for an auction.</summary>
    public string? Session => IsSession ? Id : null;

    /// <summary>The reason of the error where there is no such auction or session.</summary>
    public string UnknownReason => IsSession ? ErrorReasons.UnknownSession : ErrorReasons.UnknownAuction;

    /// <summary>The id of an auction; the id of a session with a prefix that no auction's id has.</summary>
    public override string ToString() => IsSession ? $"session/{Id}" : Id;
}
