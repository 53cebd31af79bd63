namespace Auctions.Bench.Sidecar;

/// <summary>Collects durations from any thread, and answers percentiles of them.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];
    private bool _sorted;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _milliseconds.Count;
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan latency)
    {
        lock (_lock)
        {
            _milliseconds.Add(latency.TotalMilliseconds);
            _sorted = false;
        }
    }

    /// <summary>The least duration that so many of all are not above, in ms; NaN where there is none.</summary>
    /// <param name="percent">Above 0, up to 100.</param>
    public double Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        lock (_lock)
        {
            if (_milliseconds.Count == 0)
                return double.NaN;
            if (!_sorted)
                _milliseconds.Sort();
            _sorted = true;
            return _milliseconds[(int)Math.Ceiling(percent / 100 * _milliseconds.Count) - 1];
        }
    }
}
