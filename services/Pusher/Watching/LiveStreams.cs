using System.Collections.Concurrent;
using Auctions.Events;
using Auctions.Pusher.Frames;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
using Auctions.Views;
using Auctions.Sessions;

namespace Auctions.Pusher.Watching;

/// <summary>The auctions and sessions that clients of this pusher watch, or watched a moment ago.</summary>
/// <param name="auctions">Reads auctions from the store.</param>
/// <param name="sessions">Reads sessions from the store.</param>
/// <param name="vouch">Whether an answer of the store is still true when it comes.</param>
/// <param name="presence">Counts watchers.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits.</param>
/// <param name="metrics">Counts streams and gaps.</param>
/// <param name="log">Says that events are missing, and that the store doesn't answer.</param>
public sealed class LiveStreams(
    IAuctionReader auctions, ISessionReader sessions, StreamVouch vouch, PresenceBoard presence, PusherOptions options, TimeProvider time,
    PusherMetrics metrics, ILogger<LiveStreams> log)
{
    private readonly ConcurrentDictionary<StreamName, LiveStream> _streams = new();

    /// <summary>The number of streams in memory.</summary>
    public int Count => _streams.Count;

    /// <summary>Begins a watch; the connection is sent its answer once there is one.</summary>
    /// <param name="connection">The connection that watches.</param>
    /// <param name="stream">What to watch; its id is well-formed.</param>
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

    /// <summary>Delivers an event to the stream's watchers, if there are any.</summary>
    public void Deliver(ISequenced happened, SharedEvent shared)
    {
        if (_streams.TryGetValue(new(happened is LotChangedEvent or SessionClosedEvent, happened.Stream), out var live))
            live.Deliver(happened, shared);
    }

    /// <summary>Drops every stream. Nobody watches any more, and the next watch reads the store.</summary>
    public void DropAll()
    {
        foreach (var (_, live) in _streams)
        {
            live.Drop();
            Forget(live);
        }
    }

    /// <summary>Does what has become due: reads, presence, drops.</summary>
    public void Tick()
    {
        foreach (var (_, live) in _streams)
            if (live.Tick())
                Forget(live);
        metrics.Watched(_streams.Count);
    }

    private LiveStream Make(StreamName name) =>
        new(name, cancellation => ReadAsync(name, cancellation), presence, options, time, metrics, log);

    private async ValueTask<ILiveView?> ReadAsync(StreamName name, CancellationToken cancellation)
    {
        ILiveView? view = name.IsSession
            ? await sessions.FindAsync(name.Id, cancellation)
            : await auctions.FindAsync(name.Id, cancellation);
        // The process may have been stopped since the store answered: the answer is then as old as the stop was long.
        return vouch.IsGood ? view : throw new IOException("The store's answer came while the pusher could not vouch for its stream.");
    }

    private void Forget(LiveStream live) => _streams.TryRemove(new KeyValuePair<StreamName, LiveStream>(live.Name, live));
}

/// <summary>Calls <see cref="LiveStreams.Tick"/> ten times a second.</summary>
internal sealed class Ticker(LiveStreams streams, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            streams.Tick();
    }
}
