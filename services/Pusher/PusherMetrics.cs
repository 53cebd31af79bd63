using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Auctions.Pusher;

/// <summary>The pusher's metrics; meter <c>Auctions.Pusher</c>.</summary>
public sealed class PusherMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Auctions.Pusher";

    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] };

    private readonly Meter _meter = new(MeterName);
    private readonly UpDownCounter<int> _sockets;
    private readonly Counter<long> _framesSent;
    private readonly Histogram<double> _deliveryDelay;
    private readonly Histogram<double> _fanOutDelay;
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal) { ["stopping"] = 0, ["stream"] = 0, ["token"] = 0 };
    private volatile int _watched;
    private long _slowCloses;
    private long _gaps;
    private long _dropped;

    /// <summary>
    /// Creates the instruments. What seldom happens is reported as zero from the beginning, because an alert can't see a
    /// counter rise that appears with its first increment.
    /// </summary>
    public PusherMetrics()
    {
        _sockets = _meter.CreateUpDownCounter<int>("auctions.pusher.sockets", "{socket}", "Open WebSockets.");
        _meter.CreateObservableUpDownCounter(
            "auctions.pusher.watched", () => _watched, "{stream}", "Auctions and sessions that are watched, or were a moment ago.");
        _framesSent = _meter.CreateCounter<long>("auctions.pusher.frames.sent", "{frame}", "Frames written to sockets.");
        _meter.CreateObservableCounter(
            "auctions.pusher.slow_closes", () => Interlocked.Read(ref _slowCloses), "{socket}",
            "Sockets closed because their client read too slowly.");
        _meter.CreateObservableCounter<long>("auctions.pusher.refusals", Refusals, "{socket}", "Sockets refused, by reason.");
        _meter.CreateObservableCounter(
            "auctions.pusher.gaps", () => Interlocked.Read(ref _gaps), "{gap}", "Missing events that a snapshot replaced.");
        _meter.CreateObservableCounter(
            "auctions.pusher.events.dropped", () => Interlocked.Read(ref _dropped), "{event}", "Events that could not be read.");
        _deliveryDelay = _meter.CreateHistogram(
            "auctions.pusher.delivery.delay", "s", "From an event's time, for a bid that of its receipt, to its delivery here.", advice: Seconds);
        _fanOutDelay = _meter.CreateHistogram(
            "auctions.pusher.fan_out.delay", "s", "From an event's time, for a bid that of its receipt, to the last socket it was written to.",
            advice: Seconds);
    }

    internal void SocketOpened() => _sockets.Add(1);

    internal void SocketClosed() => _sockets.Add(-1);

    internal void Watched(int auctions) => _watched = auctions;

    internal void FrameSent() => _framesSent.Add(1);

    internal void SlowClose() => Interlocked.Increment(ref _slowCloses);

    internal void Gap() => Interlocked.Increment(ref _gaps);

    internal void Refused(string reason) => _refusals.AddOrUpdate(reason, 1, (_, before) => before + 1);

    internal void Dropped() => Interlocked.Increment(ref _dropped);

    internal void Delivered(TimeSpan after) => _deliveryDelay.Record(Math.Max(0, after.TotalSeconds));

    internal void FannedOut(TimeSpan after) => _fanOutDelay.Record(Math.Max(0, after.TotalSeconds));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Refusals() =>
        _refusals.Select(refused => new Measurement<long>(refused.Value, new KeyValuePair<string, object?>("reason", refused.Key)));
}
