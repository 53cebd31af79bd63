using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Embedded.Hub.Link;

/// <summary>One link, at the hub's side: carries out what comes in, and withdraws with it what it announced.</summary>
internal sealed class HubSession : IAsyncDisposable
{
    private readonly HubEngine _engine;
    private readonly FrameStream _frames;
    private readonly WorkflowSession _workflows;
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _subscriptions = new();
    private readonly ConcurrentDictionary<string, AppInstance> _announced = new(StringComparer.Ordinal);

    public HubSession(HubEngine engine, FrameStream frames)
    {
        _engine = engine;
        _frames = frames;
        _workflows = new WorkflowSession(engine, frames);
    }

    /// <summary>Takes a frame in. Never waits: what takes long answers later, by its number.</summary>
    public void Take(Op op, long number, ReadOnlyMemory<byte> fields)
    {
        var from = new WireReader(fields.Span);
        switch (op)
        {
            case Op.Hello:
                Greet(number, from.Int());
                break;
            case Op.Get:
                Get(number, from.Text()!, from.Text()!);
                break;
            case Op.GetMany:
                GetMany(number, ref from);
                break;
            case Op.Write:
                _ = WriteAsync(number, from.Text()!, from.Bool(), ReadAll(ref from, Wire.ReadStateWrite));
                break;
            case Op.Publish:
                _ = PublishAsync(number, ReadAll(ref from, Wire.ReadMessage));
                break;
            case Op.Subscribe:
                Subscribe(number, Wire.ReadSubscription(ref from), from.Bool() ? from.Long() : null);
                break;
            case Op.Unsubscribe:
                if (_subscriptions.TryRemove(number, out var subscription))
                    subscription.Cancel();
                else
                    _workflows.Leave(number);
                break;
            case Op.Settle:
                _engine.Settle(from.Text()!, from.Text()!, from.Text()!, from.Long(), from.Int(), (Settlement)from.Byte());
                break;
            case Op.Announce:
                Announce(number, Wire.ReadInstance(ref from));
                break;
            case Op.Workflow or Op.Work or Op.Retire:
                _workflows.Take(op, number, ref from);
                break;
            case Op.Withdraw:
                Withdraw(number, from.Text()!);
                break;
            default:
                throw new InvalidDataException($"The hub link has no request {(byte)op}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Apps.Unwatch(SendDirectory);
        foreach (var (_, subscription) in _subscriptions)
            await subscription.CancelAsync();
        await _workflows.DisposeAsync();
        foreach (var (_, instance) in _announced)
            _engine.Apps.Withdraw(instance);
    }

    private delegate T Reader<out T>(ref WireReader from);

    private static T[] ReadAll<T>(ref WireReader from, Reader<T> read)
    {
        var items = new T[from.Int()];
        for (var at = 0; at < items.Length; at++)
            items[at] = read(ref from);
        return items;
    }

    private void Greet(long number, int version)
    {
        if (version != Wire.Version)
        {
            Fail(number, $"This hub speaks version {Wire.Version} of its protocol, not {version}: stop every sidecar of the data directory, then start again.");
            return;
        }

        // Before the answer, so that a link that has just connected knows already who is there.
        _engine.Apps.Watch(SendDirectory);
        Done(number);
    }

    // Reads are answered where they come in: they are shorter than the way to another thread.
    private void Get(long number, string store, string key)
    {
        try
        {
            var item = _engine.Get(store, key);
            _frames.Send(Op.Done, number, item, static (to, found) => Wire.Write(to, found));
        }
        catch (SqliteException failure)
        {
            Fail(number, failure.Message);
        }
    }

    private void GetMany(long number, ref WireReader from)
    {
        var store = from.Text()!;
        var keys = ReadAll(ref from, static (ref WireReader key) => key.Text()!);
        try
        {
            var items = _engine.GetMany(store, keys);
            _frames.Send(Op.Done, number, items, static (to, found) => Wire.WriteAll(to, found, Wire.Write));
        }
        catch (SqliteException failure)
        {
            Fail(number, failure.Message);
        }
    }

    private async Task WriteAsync(long number, string store, bool atomic, StateWrite[] writes)
    {
        try
        {
            var results = await _engine.WriteAsync(store, writes, atomic, default);
            _frames.Send(Op.Done, number, results, static (to, all) => Wire.WriteAll(to, all, (one, result) => one.Byte((byte)result)));
        }
        catch (HubUnavailableException failure)
        {
            Fail(number, failure.Message);
        }
    }

    private async Task PublishAsync(long number, TopicMessage[] messages)
    {
        try
        {
            await _engine.PublishManyAsync(messages, default);
            Done(number);
        }
        catch (HubUnavailableException failure)
        {
            Fail(number, failure.Message);
        }
    }

    private void Subscribe(long number, Subscription subscription, long? after)
    {
        var cancelling = _subscriptions[number] = new CancellationTokenSource();
        _ = DeliverAsync(number, subscription, after, cancelling.Token);
    }

    private async Task DeliverAsync(long number, Subscription subscription, long? after, CancellationToken cancellation)
    {
        try
        {
            await foreach (var delivery in _engine.SubscribeAsync(subscription, after, place => Begun(number, place), cancellation))
                _frames.Send(Op.Delivered, number, delivery, static (to, given) =>
                {
                    to.Long(given.Id);
                    to.Int(given.Attempt);
                    Wire.Write(to, given.Message);
                });
        }
        catch (OperationCanceledException)
        {
            // The link goes, or wants no more.
        }
        catch (SqliteException failure)
        {
            Fail(number, failure.Message);
        }
    }

    private void Announce(long number, AppInstance instance)
    {
        _announced[instance.InstanceId] = instance;
        _engine.Apps.Announce(instance);
        Done(number);
    }

    private void Withdraw(long number, string instanceId)
    {
        _announced.TryRemove(instanceId, out _);
        _engine.Apps.Withdraw(instanceId);
        Done(number);
    }

    private void SendDirectory(ImmutableArray<AppInstance> all) =>
        _frames.Send(Op.Directory, 0, all, static (to, instances) => Wire.WriteAll(to, instances, Wire.Write));

    private void Begun(long number, long place) => _frames.Send(Op.Begun, number, place, static (to, after) => to.Long(after));

    private void Done(long number) => _frames.Send(Op.Done, number, 0, static (_, _) => { });

    private void Fail(long number, string message) => _frames.Send(Op.Failed, number, message, static (to, text) => to.Text(text));
}
