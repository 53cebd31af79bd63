using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;
using System.Threading.Channels;
using Embedded.Hub.Apps;

namespace Embedded.Hub.Link;

/// <summary>One connection of a link to one hub process, from its greeting to its end.</summary>
internal sealed class LinkConnection : IAsyncDisposable
{
    private readonly FrameStream _frames;
    private readonly AppDirectory _apps;
    private readonly ConcurrentDictionary<long, IPendingAnswer> _pending = new();
    private readonly ConcurrentDictionary<long, LinkSubscription> _subscriptions = new();
    private readonly ConcurrentDictionary<long, Channel<ReadOnlyMemory<byte>>> _work = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _number;

    private LinkConnection(Socket socket, AppDirectory apps)
    {
        _apps = apps;
        _frames = new FrameStream(new NetworkStream(socket, ownsSocket: true));
        _ = ReadAsync();
    }

    /// <summary>Ends when the hub can no longer be heard.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Connects and greets. Throws SocketException where nobody listens.</summary>
    /// <exception cref="HubStartException">The hub speaks another version.</exception>
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
            await connection.AskAsync(Op.Hello, Wire.Version, static (to, version) => to.Int(version), cancellation);
            return connection;
        }
        catch (HubUnavailableException refused) when (!connection.Gone.IsCompleted)
        {
            await connection.DisposeAsync();
            throw new HubStartException(refused.Message, refused);
        }
    }

    public Task AskAsync<TState>(Op op, TState state, Action<WireWriter, TState> write, CancellationToken cancellation) =>
        AskAsync(op, state, write, static (ref WireReader _) => true, cancellation);

    public Task<TAnswer> AskAsync<TState, TAnswer>(
        Op op, TState state, Action<WireWriter, TState> write, AnswerReader<TAnswer> read, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _number);
        var pending = new PendingAnswer<TAnswer>(read);
        _pending[number] = pending;
        _frames.Send(op, number, state, write);
        // Whoever was told that the hub is gone was told before this one was added, or is told of it here.
        if (Gone.IsCompleted)
            Fail(number);
        return cancellation.CanBeCanceled ? pending.Task.WaitAsync(cancellation) : pending.Task;
    }

    public void Tell<TState>(Op op, TState state, Action<WireWriter, TState> write) => _frames.Send(op, 0, state, write);

    /// <summary>Begins a subscription; its channel ends with the connection.</summary>
    public LinkSubscription Subscribe(Subscription subscription, long? after)
    {
        var number = Interlocked.Increment(ref _number);
        var begun = new LinkSubscription(number, subscription, after);
        _subscriptions[number] = begun;
        _frames.Send(Op.Subscribe, number, (subscription, after), static (to, wanted) =>
        {
            Wire.Write(to, wanted.subscription);
            to.Bool(wanted.after is not null);
            if (wanted.after is { } place)
                to.Long(place);
        });
        if (Gone.IsCompleted)
            begun.End();
        return begun;
    }

    /// <summary>Begins to work; the channel ends with the connection.</summary>
    public (long Number, ChannelReader<ReadOnlyMemory<byte>> Items) Work(string app, ReadOnlyMemory<byte> request)
    {
        var number = Interlocked.Increment(ref _number);
        var items = _work[number] = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new() { SingleReader = true });
        _frames.Send(Op.Work, number, (app, request), static (to, wanted) =>
        {
            to.Text(wanted.app);
            to.Bytes(wanted.request.Span);
        });
        if (Gone.IsCompleted)
            items.Writer.TryComplete();
        return (number, items.Reader);
    }

    public void Unsubscribe(long number)
    {
        _subscriptions.TryRemove(number, out _);
        _work.TryRemove(number, out _);
        _frames.Send(Op.Unsubscribe, number, 0, static (_, _) => { });
    }

    public async ValueTask DisposeAsync()
    {
        await _frames.DisposeAsync();
        await Gone;
    }

    private async Task ReadAsync()
    {
        try
        {
            await _frames.ReadAsync(Take, _frames.Closed);
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException)
        {
            // Said below, to everybody who waits.
        }
        finally
        {
            _gone.TrySetResult();
            foreach (var (number, _) in _pending)
                Fail(number);
            foreach (var (_, subscription) in _subscriptions)
                subscription.End();
            foreach (var (_, items) in _work)
                items.Writer.TryComplete();
            await _frames.DisposeAsync();
        }
    }

    private void Take(Op op, long number, ReadOnlyMemory<byte> fields)
    {
        var from = new WireReader(fields.Span);
        switch (op)
        {
            case Op.Done when _pending.TryRemove(number, out var pending):
                pending.Done(fields);
                break;
            case Op.Failed when _pending.TryRemove(number, out var pending):
                pending.Failed(new HubUnavailableException(from.Text()!));
                break;
            case Op.Failed when _subscriptions.TryGetValue(number, out var subscription):
                subscription.End();
                break;
            case Op.WorkItem when _work.TryGetValue(number, out var items):
                items.Writer.TryWrite(from.Bytes());
                break;
            case Op.Failed when _work.TryGetValue(number, out var items):
                items.Writer.TryComplete(new InvalidDataException(from.Text()));
                break;
            case Op.Begun when _subscriptions.TryGetValue(number, out var subscription):
                subscription.Began(from.Long());
                break;
            case Op.Delivered when _subscriptions.TryGetValue(number, out var subscription):
                subscription.Give(from.Long(), from.Int(), Wire.ReadMessage(ref from));
                break;
            case Op.Directory:
                var all = new AppInstance[from.Int()];
                for (var at = 0; at < all.Length; at++)
                    all[at] = Wire.ReadInstance(ref from);
                _apps.Replace([.. all]);
                break;
            default:
                // An answer to somebody who no longer waits.
                break;
        }
    }

    private void Fail(long number)
    {
        if (_pending.TryRemove(number, out var pending))
            pending.Failed(new HubUnavailableException("The hub went away before it answered."));
    }
}
