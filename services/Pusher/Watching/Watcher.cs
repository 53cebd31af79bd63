using Auctions.Pusher.Sockets;

namespace Auctions.Pusher.Watching;

/// <summary>What one connection has been sent of one stream. Guarded by the stream's lock.</summary>
internal sealed class Watcher(Connection connection)
{
    public Connection Connection { get; } = connection;

    /// <summary>Whether the client waits for an answer.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether the client has had an answer, so that it counts as watching.</summary>
    public bool IsPresent { get; set; }

    /// <summary>The last seq that the client says it has seen; null where it asks for a snapshot.</summary>
    public long? After { get; set; }

    /// <summary>The seq up to which the client has been sent everything; 0 before its first answer.</summary>
    public long Place { get; set; }

    /// <summary>The number of the first read of the store that began after the client asked.</summary>
    public long FirstRead { get; set; }

    /// <summary>Whether the client has been told that the store doesn't answer.</summary>
    public bool KnowsOfTrouble { get; set; }

    /// <summary>The presence figure that the client was last sent; -1 for none.</summary>
    public int Presence { get; set; } = -1;

    /// <summary>When that figure was sent.</summary>
    public DateTimeOffset PresenceAt { get; set; }
}
