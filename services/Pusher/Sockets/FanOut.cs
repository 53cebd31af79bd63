using System.Diagnostics;

namespace Auctions.Pusher.Sockets;

/// <summary>
/// Follows an event to the last socket of this pusher: it measures how long the event takes, and its span lasts until every socket
/// has been written to or given up. A socket that is closed before its turn doesn't count for the measured time, so that a client that
/// doesn't read says nothing about the others.
/// </summary>
/// <param name="stream">The id of the auction or session whose event it is.</param>
/// <param name="at">The event's time.</param>
/// <param name="delivery">The span that delivered the event; default where the delivery isn't traced.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Records the delay.</param>
public sealed class FanOut(string stream, DateTimeOffset at, ActivityContext delivery, TimeProvider time, PusherMetrics metrics)
{
    /// <summary>The activity source of the pushers.</summary>
    public const string SourceName = "Auctions.Pusher";

    private static readonly ActivitySource Source = new(SourceName);

    // One of them stands for the sender, so that the first sockets don't end the measurement while others are still queued.
    private int _open = 1;
    private int _sockets;
    private long _lastSent;
    private Activity? _span;

    /// <summary>Notes that the event is queued for a socket. Only the sender calls it.</summary>
    public void Queued()
    {
        if (_sockets++ == 0)
            _span = StartSpan();
        Interlocked.Increment(ref _open);
    }

    /// <summary>Notes that the event is written to a socket.</summary>
    public void Sent()
    {
        var ticks = time.GetUtcNow().UtcTicks;
        long last;
        do
            last = Volatile.Read(ref _lastSent);
        while (last < ticks && Interlocked.CompareExchange(ref _lastSent, ticks, last) != last);
        End();
    }

    /// <summary>Notes that the event is queued for all sockets, or that a socket was closed before its turn.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _open) > 0)
            return;
        if (Volatile.Read(ref _lastSent) is var sent and > 0)
            metrics.FannedOut(TimeSpan.FromTicks(sent - at.UtcTicks));
        if (_span is null)
            return;
        var before = Activity.Current;
        _span.SetTag("sockets", _sockets);
        _span.Stop();
        Activity.Current = before;
    }

    private Activity? StartSpan()
    {
        if (delivery == default || !Source.HasListeners())
            return null;

        // Other work of the caller must not become a child of this span, which ends later.
        var before = Activity.Current;
        var span = Source.StartActivity("write to sockets", ActivityKind.Producer, delivery);
        Activity.Current = before;
        return span?.SetTag(CommandMarks.AuctionTag, stream);
    }
}
