using System.Collections.Concurrent;
using Auctions.Events;
using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;
using Auctions.Views;
using Auctions.Sessions;

namespace Auctions.Pusher.Watching;

/// <summary>The auctions and sessions that somebody here watches, or did a moment ago.</summary>
/// <param name="auctions">Reads auctions from the store.</param>
/// <param name="sessions">Reads sessions from the store.</param>
/// <param name="presence">Counts watchers.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits.</param>
/// <param name="metrics">Counts streams and gaps.</param>
/// <param name="log">Hears of gaps and of a store that doesn't answer.</param>
public sealed class LiveStreams(
    IAuctionReader auctions, ISessionReader sessions, PresenceBoard presence, PusherOptions options, TimeProvider time, PusherMetrics metrics,
    ILogger<LiveStreams> log)
{
    private readonly ConcurrentDictionary<StreamName, LiveStream> _streams = new();

    /// <summary>The number of streams in memory.</summary>
    public int Count => _streams.Count;

    /// <summary>Begins to watch a stream; its answer comes to the connection by itself.</summary>
    /// <param name="connection">Who watches.</param>
    /// <param name="stream">One with a well-formed id.</param>
    /// <param name="after">The last seq seen, 0 or more; null for a snapshot.</param>
    public LiveStream Watch(Connection connection, StreamName stream, long? after)
    {
        while (true)
        {
            var live = _streams.GetOrAdd(stream, Make);
            if (live.TryWatch(connection, after))
                return live;
            Forget(live);
        }
    }

    /// <summary>Takes an event. One of a stream that nobody watches costs a look-up.</summary>
    public void Deliver(ISequenced happened, SharedEvent shared)
    {
        if (_streams.TryGetValue(new(happened is LotChangedEvent or SessionClosedEvent, happened.Stream), out var live))
            live.Deliver(happened, shared);
    }

    /// <summary>Does what has become due: reads, presence, drops.</summary>
    public void Tick()
    {
        foreach (var (_, live) in _streams)
            if (live.Tick())
                Forget(live);
        metrics.Watched(_streams.Count);
    }

    private LiveStream Make(StreamName name) => new(
        name,
        name.IsSession ? async cancellation => await sessions.FindAsync(name.Id, cancellation) : async cancellation => await auctions.FindAsync(name.Id, cancellation),
        presence, options, time, metrics, log);

    private void Forget(LiveStream live) => _streams.TryRemove(new KeyValuePair<StreamName, LiveStream>(live.Name, live));
}
