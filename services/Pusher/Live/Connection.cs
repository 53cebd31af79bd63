using System.Threading.Channels;

namespace Auctions.Pusher.Live;

/// <summary>
/// One client: a bounded queue and one writer. Whoever has something to say puts it into the queue and never waits; a
/// queue that is full ends this connection (1013), so that a client which doesn't read delays nobody but itself.
/// </summary>
public sealed class Connection
{
    private readonly ISocket _socket;
    private readonly PusherOptions _options;
    private readonly TimeProvider _time;
    private readonly PusherMetrics _metrics;
    private readonly Channel<Outgoing> _queue;
    private Closing? _closing;

    /// <summary>A connection that says nothing until <see cref="WriteAsync"/> runs.</summary>
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

    /// <summary>Whether the connection is on its way out: nothing more is taken for it.</summary>
    public bool IsClosing => Volatile.Read(ref _closing) is not null;

    /// <summary>Queues a frame, which may be shared with other connections.</summary>
    /// <returns>Whether it was taken; false means that the connection is closing, by this very frame perhaps.</returns>
    public bool TrySend(byte[] frame) => TryQueue(new Outgoing(frame, null));

    /// <summary>Queues frames that belong together, as one.</summary>
    /// <inheritdoc cref="TrySend(byte[])" path="/returns"/>
    public bool TrySend(byte[][] frames) => TryQueue(new Outgoing(null, frames));

    /// <summary>Closes with a code. The first close decides; later ones change nothing.</summary>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _closing, new Closing(code, reason), null) is null)
            _queue.Writer.TryComplete();
    }

    /// <summary>The peer is gone: nothing more can be said to it.</summary>
    public void Gone()
    {
        Close(CloseCodes.Gone, "");
        _socket.Abort();
    }

    /// <summary>Writes until the connection is closed, then says so to the peer. Runs once; doesn't throw.</summary>
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
            // Whatever went wrong with a send, the peer can't be reached by this connection any more.
            Gone();
        }
    }

    private async Task WriteQueueAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
            while (_queue.Reader.TryRead(out var next))
            {
                // Only a server that goes away says the rest first; other closes are not delayed by what was queued.
                if (Volatile.Read(ref _closing) is { Code: not CloseCodes.ServiceRestart })
                    return;
                if (next.Frame is { } frame)
                    await WriteFrameAsync(frame);
                else
                    await WriteFramesAsync(next.Frames!);
            }
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

    // The send itself isn't cancelled: that would tear the connection down before the close frame, and a reader that
    // wakes up within the grace should learn why it was closed.
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
}
