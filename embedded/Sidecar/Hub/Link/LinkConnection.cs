using System.Collections.Concurrent;
using System.Net.Sockets;
using Embedded.Sidecar.Hub.Frames;

namespace Embedded.Sidecar.Hub.Link;

/// <summary>One connection of a link to a hub process, from the greeting to the end.</summary>
internal sealed class LinkConnection : IAsyncDisposable
{
    private readonly FrameStream _frames;
    private readonly AppDirectory _apps;
    private readonly ConcurrentDictionary<long, IPendingAnswer> _pending = new();
    private readonly ConcurrentDictionary<long, LinkStream> _streams = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _number;

    private LinkConnection(Socket socket, AppDirectory apps)
    {
        _apps = apps;
        _frames = new FrameStream(new NetworkStream(socket, ownsSocket: true));
        _ = ReadAsync();
    }

    /// <summary>Completes when the connection is closed, by either side.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Connects to a hub and greets it.</summary>
    /// <exception cref="SocketException">No hub listens.</exception>
    /// <exception cref="HubUnavailableException">The hub went away before it answered.</exception>
    /// <exception cref="HubStartException">The hub speaks another version of the protocol.</exception>
    public static async Task<LinkConnection> OpenAsync(string socketPath, AppDirectory apps, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var connection = new LinkConnection(socket, apps);
        try
        {
            await connection.AskAsync(Op.Hello, FrameFormat.Version, static (to, version) => to.Int(version), cancellation);
            return connection;
        }
        catch (HubUnavailableException refused) when (!connection.Closed.IsCompleted)
        {
            await connection.DisposeAsync();
            throw new HubStartException(refused.Message, refused);
        }
    }

    /// <summary>Sends a request and waits until the hub has carried it out.</summary>
    public Task AskAsync<TState>(Op op, TState state, Action<FrameWriter, TState> write, CancellationToken cancellation) =>
        AskAsync(op, state, write, static (ref FrameReader _) => true, cancellation);

    /// <summary>Sends a request and waits for the answer.</summary>
    /// <exception cref="HubUnavailableException">The hub went away before it answered, or answers with a failure.</exception>
    public Task<TAnswer> AskAsync<TState, TAnswer>(
        Op op, TState state, Action<FrameWriter, TState> write, FrameReader.Parser<TAnswer> parse, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _number);
        var pending = new PendingAnswer<TAnswer>(parse);
        _pending[number] = pending;
        _frames.Send(op, number, state, write);
        // The connection may have closed, and failed what was pending, before this request was added.
        if (Closed.IsCompleted)
            Fail(number);
        return cancellation.CanBeCanceled ? pending.Task.WaitAsync(cancellation) : pending.Task;
    }

    /// <summary>Sends a frame that has no answer.</summary>
    public void Send<TState>(Op op, TState state, Action<FrameWriter, TState> write) => _frames.Send(op, 0, state, write);

    /// <summary>Begins a subscription, whose deliveries end with the connection.</summary>
    public LinkSubscription Subscribe(Subscription subscription, long? after) => Begin(
        new LinkSubscription(Interlocked.Increment(ref _number), subscription, after), Op.Subscribe, (subscription, after), static (to, wanted) =>
        {
            FrameFormat.Write(to, wanted.subscription);
            to.Bool(wanted.after is not null);
            if (wanted.after is { } last)
                to.Long(last);
        });

    /// <summary>Connects a worker, whose work items end with the connection.</summary>
    public LinkWorker GetWorkItems(string app) =>
        Begin(new LinkWorker(Interlocked.Increment(ref _number)), Op.GetWorkItems, app, static (to, id) => to.Text(id));

    /// <summary>Tells the hub to send no more for a stream.</summary>
    public void End(LinkStream stream)
    {
        _streams.TryRemove(stream.Number, out _);
        _frames.Send(Op.EndStream, stream.Number, 0, static (_, _) => { });
    }

    public async ValueTask DisposeAsync()
    {
        await _frames.DisposeAsync();
        await Closed;
    }

    private TStream Begin<TStream, TState>(TStream stream, Op op, TState state, Action<FrameWriter, TState> write)
        where TStream : LinkStream
    {
        _streams[stream.Number] = stream;
        _frames.Send(op, stream.Number, state, write);
        if (Closed.IsCompleted)
            stream.End();
        return stream;
    }

    private async Task ReadAsync()
    {
        try
        {
            await _frames.ReadAsync(Handle, _frames.Closed);
        }
        catch (Exception failure) when (
            failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException)
        {
            // The connection ends, which every request and stream learns below.
        }
        finally
        {
            _closed.TrySetResult();
            foreach (var (number, _) in _pending)
                Fail(number);
            foreach (var (_, stream) in _streams)
                stream.End();
            await _frames.DisposeAsync();
        }
    }

    // A frame for a request or stream that has ended here is ignored.
    private void Handle(Op op, long number, ReadOnlyMemory<byte> fields)
    {
        var from = new FrameReader(fields.Span);
        if (op == Op.Directory)
            _apps.Replace([.. from.List(FrameFormat.ReadInstance)]);
        else if (_streams.TryGetValue(number, out var stream))
            Receive(stream, op, ref from);
        else if (!_pending.TryRemove(number, out var pending))
            return;
        else if (op == Op.Done)
            pending.Complete(fields);
        else
            pending.Fail(new HubUnavailableException(from.Text()!));
    }

    private static void Receive(LinkStream stream, Op op, ref FrameReader from)
    {
        if (op == Op.Failed)
            stream.End();
        else
            stream.Receive(op, ref from);
    }

    private void Fail(long number)
    {
        if (_pending.TryRemove(number, out var pending))
            pending.Fail(new HubUnavailableException("The hub went away before it answered."));
    }
}
