using System.Collections.Concurrent;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>A watcher, and when it got to know what.</summary>
internal sealed class Sighting : IAsyncDisposable
{
    private readonly ConcurrentQueue<(long Seq, DateTimeOffset At)> _seen = new();

    private Sighting(string auction) => Auction = auction;

    public string Auction { get; }

    public Watcher Watcher { get; private set; } = null!;

    public static async Task<Sighting> StartAsync(IReadOnlyList<Uri> servers, int server, string auction)
    {
        var sighting = new Sighting(auction);
        sighting.Watcher = await Watcher.StartAsync(servers, server, auction, onFrame: sighting.Take);
        return sighting;
    }

    /// <summary>How long after its time each event was known here, by event or by a snapshot that covers it.</summary>
    public IEnumerable<(DateTimeOffset At, TimeSpan Late)> Lateness(IReadOnlyList<(long Seq, DateTimeOffset At)> events)
    {
        var seen = _seen.OrderBy(one => one.At).ToList();
        var at = 0;
        foreach (var one in events.OrderBy(one => one.Seq))
        {
            while (at < seen.Count && seen[at].Seq < one.Seq)
                at++;
            if (at < seen.Count)
                yield return (one.At, seen[at].At - one.At);
        }
    }

    /// <summary>The pauses between what came here.</summary>
    public IEnumerable<(DateTimeOffset From, TimeSpan Lasted)> Silences() =>
        _seen.Zip(_seen.Skip(1)).Select(pair => (pair.First.At, pair.Second.At - pair.First.At));

    public ValueTask DisposeAsync() => Watcher.DisposeAsync();

    private void Take(Frame frame)
    {
        if (frame.Seq > 0)
            _seen.Enqueue((frame.Seq, TimeProvider.System.GetUtcNow()));
    }
}
