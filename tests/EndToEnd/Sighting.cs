using System.Collections.Concurrent;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>A watcher, with the time at which it saw each event.</summary>
internal sealed class Sighting : IAsyncDisposable
{
    private readonly ConcurrentQueue<(long Seq, DateTimeOffset At)> _seen = new();

    private Sighting(string auction) => Auction = auction;

    public string Auction { get; }

    public Watcher Watcher { get; private set; } = null!;

    public static async Task<Sighting> StartAsync(IReadOnlyList<Uri> servers, int server, string auction)
    {
        var sighting = new Sighting(auction);
        sighting.Watcher = await Watcher.StartAsync(servers, server, auction, onFrame: sighting.Add);
        return sighting;
    }

    /// <summary>How long after its own time each event was seen, either itself or in a snapshot that covers it.</summary>
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

    /// <summary>The pauses between the messages.</summary>
    public IEnumerable<(DateTimeOffset From, TimeSpan Lasted)> Silences() =>
        _seen.Zip(_seen.Skip(1)).Select(pair => (pair.First.At, pair.Second.At - pair.First.At));

    public ValueTask DisposeAsync() => Watcher.DisposeAsync();

    private void Add(Frame frame)
    {
        if (frame.Seq > 0)
            _seen.Enqueue((frame.Seq, TimeProvider.System.GetUtcNow()));
    }
}
