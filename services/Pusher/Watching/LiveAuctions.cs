using System.Collections.Concurrent;
using Auctions.Events;
using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;
using Auctions.Reading;

namespace Auctions.Pusher.Watching;

/// <summary>The auctions that somebody here watches, or did a moment ago.</summary>
/// <param name="reader">Reads views from the store.</param>
/// <param name="presence">Counts watchers.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits.</param>
/// <param name="metrics">Counts auctions and gaps.</param>
/// <param name="log">Hears of gaps and of a store that doesn't answer.</param>
public sealed class LiveAuctions(
    IAuctionReader reader, PresenceBoard presence, PusherOptions options, TimeProvider time, PusherMetrics metrics,
    ILogger<LiveAuctions> log)
{
    private readonly ConcurrentDictionary<string, LiveAuction> _auctions = new(StringComparer.Ordinal);

    /// <summary>The number of auctions in memory.</summary>
    public int Count => _auctions.Count;

    /// <summary>Begins to watch an auction; its answer comes to the connection by itself.</summary>
    /// <param name="connection">Who watches.</param>
    /// <param name="auction">A well-formed id.</param>
    /// <param name="after">The last seq seen, 0 or more; null for a snapshot.</param>
    public LiveAuction Watch(Connection connection, string auction, long? after)
    {
        while (true)
        {
            var live = _auctions.GetOrAdd(auction, Make);
            if (live.TryWatch(connection, after))
                return live;
            Forget(live);
        }
    }

    /// <summary>Takes an event. One of an auction that nobody watches costs a look-up.</summary>
    public void Deliver(ISequenced happened, SharedEvent shared)
    {
        if (_auctions.TryGetValue(happened.Auction, out var live))
            live.Deliver(happened, shared);
    }

    /// <summary>Does what has become due: reads, presence, drops.</summary>
    public void Tick()
    {
        foreach (var (_, live) in _auctions)
            if (live.Tick())
                Forget(live);
        metrics.Watched(_auctions.Count);
    }

    private LiveAuction Make(string auction) => new(auction, reader, presence, options, time, metrics, log);

    private void Forget(LiveAuction live) => _auctions.TryRemove(new KeyValuePair<string, LiveAuction>(live.Id, live));
}
