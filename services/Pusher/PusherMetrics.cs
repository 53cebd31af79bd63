using System.Diagnostics.Metrics;

namespace Auctions.Pusher;

/// <summary>The pusher's metrics; meter <c>Auctions.Pusher</c>.</summary>
public sealed class PusherMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Auctions.Pusher";

    private readonly Meter _meter = new(MeterName);
    private readonly UpDownCounter<int> _sockets;
    private readonly Counter<long> _framesSent;
    private readonly Counter<long> _slowCloses;
    private readonly Counter<long> _gaps;
    private readonly Histogram<double> _latency;
    private volatile int _watched;

    /// <summary>Creates the instruments.</summary>
    public PusherMetrics()
    {
        _sockets = _meter.CreateUpDownCounter<int>("auctions.pusher.sockets", "{socket}", "Open WebSockets");
        _meter.CreateObservableUpDownCounter("auctions.pusher.watched", () => _watched, "{auction}", "Auctions held in memory");
        _framesSent = _meter.CreateCounter<long>("auctions.pusher.frames.sent", "{frame}", "Frames written to sockets");
        _slowCloses = _meter.CreateCounter<long>("auctions.pusher.slow_closes", "{socket}", "Connections closed as slow readers");
        _gaps = _meter.CreateCounter<long>("auctions.pusher.gaps", "{gap}", "Missing events that a snapshot replaced");
        _latency = _meter.CreateHistogram<double>("auctions.pusher.latency", "ms", "From an event's time to its delivery here");
    }

    internal void SocketOpened() => _sockets.Add(1);

    internal void SocketClosed() => _sockets.Add(-1);

    internal void Watched(int auctions) => _watched = auctions;

    internal void FrameSent() => _framesSent.Add(1);

    internal void SlowClose() => _slowCloses.Add(1);

    internal void Gap() => _gaps.Add(1);

    internal void Received(TimeSpan after) => _latency.Record(after.TotalMilliseconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
