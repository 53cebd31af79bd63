using Auctions.Pusher.Live;

namespace Auctions.Pusher.Watching;

/// <summary>One connection's place in one stream. Guarded by the stream's lock.</summary>
internal sealed class Watcher(Connection connection)
{
    public Connection Connection { get; } = connection;

    /// <summary>Whether an answer is owed.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether it has had an answer, so that it counts as watching.</summary>
    public bool IsPresent { get; set; }

    /// <summary>What the client says that it has seen; null where it asks for a snapshot.</summary>
    public long? After { get; set; }

    /// <summary>The seq up to which the client has been told; 0 before its first answer.</summary>
    public long Place { get; set; }

    /// <summary>The number of the first read of the store that begins after the client asked.</summary>
    public long FirstRead { get; set; }

    /// <summary>Whether it has been told that the store is away.</summary>
    public bool WasToldOfTrouble { get; set; }

    /// <summary>The presence it was last told; -1 for none.</summary>
    public int Watching { get; set; } = -1;

    /// <summary>When it was told.</summary>
    public DateTimeOffset WatchingAt { get; set; }
}
