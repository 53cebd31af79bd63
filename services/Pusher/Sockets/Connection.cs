using System.Threading.Channels;

namespace Auctions.Pusher.Sockets;

/// <summary>
/// One client: a bounded queue of frames and one writer. A sender puts its frame into the queue and never waits. A full
/// queue closes the connection (1013), so that a client that doesn't read delays nobody but itself.
/// </summary>
public sealed class Connection
{
    private readonly ISocket _socket;
    private readonly PusherOptions _options;
    private readonly TimeProvider _time;
    private readonly PusherMetrics _metrics;
    private readonly Channel<Outgoing> _queue;
    private Closing? _closing;

    /// <summary>A connection that sends nothing until <see cref="WriteAsync"/> runs.</summary>
    /// <param name="socket">Where frames go.</param>
    /// <param name="user">The user id; null for an anonymous watcher.</param>
    /// <param name="options">Queue and time limits.</param>
    /// <param name="time">The clock of the time limits.</param>
    /// <param name="metrics">Counts frames and slow readers.</param>
    public Connection(ISocket socket, string? user, PusherOptions options, TimeProvider time, PusherMetrics metrics)
    {
        _socket = socket;
        _options = options;
        _time = time;
        _metrics = metrics;
        User = user;
        _queue = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(options.QueuedFrames) { SingleReader = true });
    }

    /// <summary>The user id; null for an anonymous watcher.</summary>
    public string? User { get; }

    /// <summary>Whether the connection is closing: it accepts no more frames.</summary>
    public bool IsClosing => Volatile.Read(ref _closing) is not null;

    /// <summary>Queues a frame, which may be shared with other connections.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it was queued; false means that the connection is closing, perhaps because of this very frame.</returns>
    public bool TrySend(byte[] frame) => TryQueue(new Outgoing(frame, null, null));

    /// <summary>Queues an event's frame.</summary>
    /// <param name="frame">The frame, which may be shared with other connections.</param>
    /// <param name="fanOut">Measures the event.</param>
    /// <inheritdoc cref="TrySend(byte[])" path="/returns"/>
    public bool TrySend(byte[] frame, FanOut fanOut)
    {
        fanOut.Queued();
        var isQueued = TryQueue(new Outgoing(frame, null, fanOut));
        if (!isQueued)
            fanOut.End();
        return isQueued;
    }

    /// <summary>Queues frames that belong together; they take one place in the queue.</summary>
    /// <inheritdoc cref="TrySend(byte[])" path="/returns"/>
    public bool TrySend(byte[][] frames) => TryQueue(new Outgoing(null, frames, null));

    /// <summary>Closes with a code. Only the first close counts.</summary>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _closing, new Closing(code, reason), null) is null)
            _queue.Writer.TryComplete();
    }

    /// <summary>Gives the peer up: nothing more can be sent to it.</summary>
    public void Gone()
    {
        Close(CloseCodes.Gone, "");
        _socket.Abort();
    }

    /// <summary>Writes queued frames until the connection is closed, then sends the close frame. Runs once; doesn't throw.</summary>
    public async Task WriteAsync()
    {
        try
        {
            await WriteQueueAsync();
            var closing = Volatile.Read(ref _closing)!;
            if (closing.Code != CloseCodes.Gone)
                await _socket.CloseAsync(closing.Code, closing.Reason).WaitAsync(_options.CloseGrace, _time);
        }
        catch (Exception)
        {
            // After any failed send, this connection can't reach the peer any more.
            Gone();
        }

        // The connection is closing, so nothing is queued any more.
        while (_queue.Reader.TryRead(out var unsent))
            unsent.FanOut?.End();
    }

    private async Task WriteQueueAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
            while (_queue.Reader.TryRead(out var next))
            {
                // Only a server that goes away sends the rest of the queue first; other closes are sent at once.
                if (Volatile.Read(ref _closing) is { Code: not CloseCodes.ServiceRestart })
                {
                    next.FanOut?.End();
                    return;
                }

                if (next.FanOut is { } fanOut)
                    await WriteEventAsync(next.Frame!, fanOut);
                else if (next.Frame is { } frame)
                    await WriteFrameAsync(frame);
                else
                    await WriteFramesAsync(next.Frames!);
            }
    }

    private async ValueTask WriteEventAsync(byte[] frame, FanOut fanOut)
    {
        try
        {
            await WriteFrameAsync(frame);
        }
        catch
        {
            fanOut.End();
            throw;
        }

        fanOut.Sent();
    }

    private async Task WriteFramesAsync(byte[][] frames)
    {
        foreach (var frame in frames)
        {
            if (Volatile.Read(ref _closing) is { Code: not CloseCodes.ServiceRestart })
                return;
            await WriteFrameAsync(frame);
        }
    }

    private ValueTask WriteFrameAsync(byte[] frame)
    {
        var sending = _socket.SendAsync(frame);
        if (!sending.IsCompletedSuccessfully)
            return new ValueTask(AwaitSendAsync(sending.AsTask()));
        _metrics.FrameSent();
        return default;
    }

    // The send itself isn't cancelled, because that would end the connection before the close frame is sent. A client that
    // begins to read again within the grace period learns why it was closed.
    private async Task AwaitSendAsync(Task sending)
    {
        try
        {
            await sending.WaitAsync(_options.SendTimeout, _time);
        }
        catch (TimeoutException)
        {
            CloseAsSlow("A send took too long.");
            await sending.WaitAsync(_options.CloseGrace, _time);
        }

        _metrics.FrameSent();
    }

    private bool TryQueue(Outgoing next)
    {
        if (_queue.Writer.TryWrite(next))
            return true;
        CloseAsSlow("Too many frames wait to be read.");
        return false;
    }

    private void CloseAsSlow(string reason)
    {
        if (IsClosing)
            return;
        _metrics.SlowClose();
        Close(CloseCodes.TryAgainLater, reason);
    }

    private sealed record Closing(int Code, string Reason);

    /// <summary>
    /// What takes one place in the queue: a frame, or all the events that a client missed, which would otherwise fill the
    /// queue alone.
    /// </summary>
    /// <param name="Frame">The frame; null for frames that belong together.</param>
    /// <param name="Frames">The frames that belong together; null for one frame.</param>
    /// <param name="FanOut">Measures the event that the frame is; null for any other frame.</param>
    private readonly record struct Outgoing(byte[]? Frame, byte[][]? Frames, FanOut? FanOut);
}
