using System.Diagnostics;

namespace Auctions.Pusher.Sockets;

/// <summary>
/// The span of an event on its way to the sockets of this pusher. The span ends when the last of them has been written to or given
/// up, so that its length is what the slowest watcher waits.
/// </summary>
public sealed class SocketPush
{
    /// <summary>The activity source of the pushers.</summary>
    public const string SourceName = "Auctions.Pusher";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Activity _span;
    private int _sockets;

    // The sockets that are not written to yet, and one for the sender that still adds sockets.
    private int _open = 1;

    private SocketPush(Activity span) => _span = span;

    /// <summary>Starts the span under the event's delivery; null where the delivery isn't traced.</summary>
    public static SocketPush? Start(ActivityContext delivery)
    {
        if (delivery == default || !Source.HasListeners())
            return null;

        // Other work of the caller must not become a child of this span, which ends later.
        var before = Activity.Current;
        var span = Source.StartActivity("write to sockets", ActivityKind.Producer, delivery);
        Activity.Current = before;
        return span is null ? null : new(span);
    }

    /// <summary>Notes that the event is queued for a socket.</summary>
    public void Queued()
    {
        Interlocked.Increment(ref _sockets);
        Interlocked.Increment(ref _open);
    }

    /// <summary>Notes that a socket has been written to, or doesn't get the event.</summary>
    public void Done()
    {
        if (Interlocked.Decrement(ref _open) > 0)
            return;
        var before = Activity.Current;
        _span.SetTag("sockets", _sockets);
        _span.Stop();
        Activity.Current = before;
    }
}
