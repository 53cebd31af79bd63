using Auctions.Pusher.Live;

namespace Auctions.Pusher.Watching;

/// <summary>What can be watched: an auction, or a session.</summary>
/// <param name="IsSession">Whether it is a session.</param>
/// <param name="Id">Its id.</param>
public readonly record struct StreamName(bool IsSession, string Id)
{
    /// <summary>What frames call it.</summary>
    public string Kind => IsSession ? "session" : "auction";

    /// <summary>Why it can't be watched where there is none.</summary>
    public string UnknownReason => IsSession ? ErrorReasons.UnknownSession : ErrorReasons.UnknownAuction;

    /// <summary>An auction's id as it is; a session's such that no auction has the same.</summary>
    public override string ToString() => IsSession ? $"session/{Id}" : Id;
}
