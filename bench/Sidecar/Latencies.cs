namespace Auctions.Bench.Sidecar;

/// <summary>Collects durations from any thread, and computes their percentiles.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];
    private bool _sorted;

    /// <summary>The number of durations.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _milliseconds.Count;
        }
    }

    /// <summary>Adds a duration.</summary>
    public void Add(TimeSpan latency)
    {
        lock (_lock)
        {
            _milliseconds.Add(latency.TotalMilliseconds);
            _sorted = false;
        }
    }

    /// <summary>The shortest duration that so many percent of all durations don't exceed, in ms; NaN where there is none.</summary>
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
