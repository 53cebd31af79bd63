using System.Collections.Concurrent;
using System.Diagnostics;
using Auctions.Load;

namespace Auctions.Bench.Raises;

/// <summary>When each raise came to how many watchers, and when to the last. Watchers may see a raise before its sender is answered.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<string, Arrival> _byCommand = new(StringComparer.Ordinal);

    public void Take(Frame frame)
    {
        if (frame is { Type: "raised", Command: { } command })
            _byCommand.GetOrAdd(command, _ => new Arrival()).Add();
    }

    /// <summary>The number of watchers a raise came to, and the timestamp of the last.</summary>
    public (int Watchers, long Last) Of(string command) =>
        _byCommand.TryGetValue(command, out var arrival) ? arrival.Read() : (0, 0);

    private sealed class Arrival
    {
        private int _watchers;
        private long _last;

        public void Add()
        {
            lock (this)
            {
                _watchers++;
                _last = Stopwatch.GetTimestamp();
            }
        }

        public (int Watchers, long Last) Read()
        {
            lock (this)
                return (_watchers, _last);
        }
    }
}
