using System.Collections.Concurrent;
using System.Collections.Immutable;
using Embedded.Sidecar.Hub.Frames;
using Microsoft.Data.Sqlite;

namespace Embedded.Sidecar.Hub.Server;

/// <summary>
/// The hub's side of one link: carries out its requests. When the link disconnects, the app instances that it announced
/// are withdrawn, and its subscriptions and workers end.
/// </summary>
internal sealed class HubSession(HubEngine engine, FrameStream frames) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _streams = new();
    private readonly ConcurrentDictionary<string, AppInstance> _announced = new(StringComparer.Ordinal);

    /// <summary>Handles a frame without waiting; the answer of a request that takes time follows later.</summary>
    /// <exception cref="InvalidDataException">The frame is none of this protocol.</exception>
    public void Handle(Op op, long number, ReadOnlyMemory<byte> fields)
    {
        var from = new FrameReader(fields.Span);
        _ = op switch
        {
            Op.Hello => Greet(number, from.Int()),
            Op.Get => GetAsync(number, from.Text()!, from.Text()!),
            Op.GetMany => GetManyAsync(number, from.Text()!, from.List(static (ref FrameReader key) => key.Text()!)),
            Op.Write => WriteAsync(number, from.Text()!, from.Bool(), from.List(FrameFormat.ReadStateWrite)),
            Op.Publish => PublishAsync(number, from.List(FrameFormat.ReadMessage)),
            Op.Subscribe => SubscribeAsync(number, FrameFormat.ReadSubscription(ref from), from.Bool() ? from.Long() : null),
            Op.EndStream => EndStream(number),
            Op.Settle => Settle(ref from),
            Op.Announce => Announce(number, FrameFormat.ReadInstance(ref from)),
            Op.Withdraw => Withdraw(number, from.Text()!),
            Op.CallWorkflow => AnswerAsync(
                number, FrameFormat.ReadWorkflowCall(ref from), static (hub, call) => hub.CallWorkflowAsync(call, default), FrameFormat.Write),
            Op.GetWorkItems => GetWorkItemsAsync(number, from.Text()!),
            Op.PurgeWorkflows => AnswerAsync(
                number, (App: from.Text()!, Retention: FrameFormat.ReadRetention(ref from)),
                static (hub, request) => hub.PurgeWorkflowsAsync(request.App, request.Retention, default), static (to, removed) => to.Int(removed)),
            _ => throw new InvalidDataException($"The hub link has no request {(byte)op}."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        engine.Apps.Unwatch(SendDirectory);
        foreach (var (_, stream) in _streams)
            await stream.CancelAsync();
        foreach (var (_, instance) in _announced)
            engine.Apps.Withdraw(instance);
    }

    private Task Greet(long number, int version)
    {
        if (version != FrameFormat.Version)
            return Fail(
                number, $"This hub speaks version {FrameFormat.Version} of its protocol, not {version}: "
                + "stop every sidecar of the data directory, then start again.");

        // Sends the directory before the answer, so that a link has it when its connection opens.
        engine.Apps.Watch(SendDirectory);
        return Done(number);
    }

    private Task GetAsync(long number, string store, string key) =>
        AnswerAsync(number, (store, key), static (hub, wanted) => hub.GetAsync(wanted.store, wanted.key, default), FrameFormat.Write);

    private Task GetManyAsync(long number, string store, string[] keys) =>
        AnswerAsync(
            number, (store, keys), static (hub, wanted) => hub.GetManyAsync(wanted.store, wanted.keys, default),
            static (to, items) => to.List(items, FrameFormat.Write));

    private Task WriteAsync(long number, string store, bool atomic, StateWrite[] writes) =>
        AnswerAsync(
            number, (store, atomic, writes), static (hub, wanted) => hub.WriteAsync(wanted.store, wanted.writes, wanted.atomic, default),
            static (to, results) => to.List(results, static (one, result) => one.Byte((byte)result)));

    private Task PublishAsync(long number, TopicMessage[] messages) =>
        AnswerAsync(
            number, messages,
            static async (hub, published) =>
            {
                await hub.PublishManyAsync(published, default);
                return true;
            },
            static (_, _) => { });

    private async Task AnswerAsync<TRequest, TAnswer>(
        long number, TRequest request, Func<HubEngine, TRequest, ValueTask<TAnswer>> call, Action<FrameWriter, TAnswer> write)
    {
        try
        {
            frames.Send(Op.Done, number, await call(engine, request), write);
        }
        catch (Exception failure) when (failure is HubUnavailableException or SqliteException)
        {
            await Fail(number, failure.Message);
        }
    }

    private async Task SubscribeAsync(long number, Subscription subscription, long? after)
    {
        try
        {
            await foreach (var delivery in engine.SubscribeAsync(subscription, after, SendStarted, BeginStream(number)))
                frames.Send(Op.Delivery, number, delivery, static (to, sent) =>
                {
                    to.Long(sent.Id);
                    to.Int(sent.Attempt);
                    FrameFormat.Write(to, sent.Message);
                });
        }
        catch (OperationCanceledException)
        {
            // The link disconnects, or ends the subscription.
        }
        catch (SqliteException failure)
        {
            await Fail(number, failure.Message);
        }

        void SendStarted(long position) => frames.Send(Op.SubscriptionStarted, number, position, static (to, started) => to.Long(started));
    }

    private async Task GetWorkItemsAsync(long number, string app)
    {
        try
        {
            await foreach (var item in engine.GetWorkItemMessagesAsync(app, BeginStream(number)))
                frames.Send(Op.WorkItem, number, item, static (to, sent) => to.Message(sent));
        }
        catch (OperationCanceledException)
        {
            // The link or the worker disconnects.
        }
    }

    private CancellationToken BeginStream(long number) => (_streams[number] = new CancellationTokenSource()).Token;

    private Task EndStream(long number) => _streams.TryRemove(number, out var stream) ? stream.CancelAsync() : Task.CompletedTask;

    private Task Settle(ref FrameReader from)
    {
        engine.Settle(from.Text()!, from.Text()!, from.Text()!, from.Long(), from.Int(), (Settlement)from.Byte());
        return Task.CompletedTask;
    }

    private Task Announce(long number, AppInstance instance)
    {
        _announced[instance.InstanceId] = instance;
        engine.Apps.Announce(instance);
        return Done(number);
    }

    private Task Withdraw(long number, string instanceId)
    {
        _announced.TryRemove(instanceId, out _);
        engine.Apps.Withdraw(instanceId);
        return Done(number);
    }

    private void SendDirectory(ImmutableArray<AppInstance> all) =>
        frames.Send(Op.Directory, 0, all, static (to, instances) => to.List(instances, FrameFormat.Write));

    private Task Done(long number)
    {
        frames.Send(Op.Done, number, 0, static (_, _) => { });
        return Task.CompletedTask;
    }

    private Task Fail(long number, string message)
    {
        frames.Send(Op.Failed, number, message, static (to, text) => to.Text(text));
        return Task.CompletedTask;
    }
}
