using System.Collections.Concurrent;
using System.Diagnostics;
using Auctions.Load;

namespace Auctions.Bench.Raises;

/// <summary>
/// How many watchers saw each raise, and when the last one did. Watchers may see a raise before its sender gets the answer.
/// </summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<string, Arrival> _byCommand = new(StringComparer.Ordinal);

    public void Add(Frame frame)
    {
        if (frame is { Type: "raised", Command: { } command })
            _byCommand.GetOrAdd(command, _ => new Arrival()).Add();
    }

    /// <summary>The number of watchers that saw a raise, and the timestamp of the last.</summary>
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
