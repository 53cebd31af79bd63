using System.Diagnostics;
using System.Runtime.CompilerServices;
using Embedded.Sidecar.Hub.Frames;
using Embedded.Sidecar.Workflows;

namespace Embedded.Sidecar.Hub.Link;

/// <summary>
/// A sidecar's link to the hub. Requests use the connection that <see cref="LinkKeeper"/> keeps; subscriptions and workers
/// go on over the next connection when one closes.
/// </summary>
internal sealed class HubLink : IHub
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Workflow calls that only read, or whose repetition changes nothing.
    private static readonly HashSet<string> RepeatableCalls = new(StringComparer.Ordinal)
    {
        "Hello", "GetInstance", "WaitForInstanceStart", "WaitForInstanceCompletion", "ListInstanceIDs", "GetInstanceHistory",
        "CompleteActivityTask", "CompleteWorkflowTask", "CompleteOrchestratorTask",
    };

    private readonly LinkKeeper _keeper;
    private readonly TimeProvider _time;

    private HubLink(LinkKeeper keeper, TimeProvider time)
    {
        _keeper = keeper;
        _time = time;
    }

    /// <summary>Connects to the hub of a data directory, and starts a hub where none is running.</summary>
    /// <param name="options">Which hub, and how long to wait for it.</param>
    /// <param name="startHub">Makes the command line of a hub process, which prints <c>ready</c>, or why it can't start.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="logger">Logs when the hub is away and back.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="HubStartException">The hub can't be started, or speaks another version of the protocol.</exception>
    public static async Task<HubLink> ConnectAsync(
        HubOptions options, Func<ProcessStartInfo> startHub, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        var keeper = new LinkKeeper(options, startHub, time, logger);
        await keeper.StartAsync(cancellation);
        return new HubLink(keeper, time);
    }

    public ValueTask<StateItem?> GetAsync(string store, string key, CancellationToken cancellation) =>
        AskAsync(Op.Get, (store, key), WriteRead, FrameFormat.ReadStateItem, isRepeatable: true, cancellation);

    public ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellation) =>
        AskAsync<(string, IReadOnlyList<string>), IReadOnlyList<StateItem?>>(
            Op.GetMany, (store, keys), WriteReads, static (ref FrameReader from) => from.List(FrameFormat.ReadStateItem),
            isRepeatable: true, cancellation);

    public ValueTask<IReadOnlyList<WriteResult>> WriteAsync(
        string store, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation) =>
        AskAsync<(string, bool, IReadOnlyList<StateWrite>), IReadOnlyList<WriteResult>>(
            Op.Write, (store, atomic, writes), WriteWrites,
            static (ref FrameReader from) => from.List(static (ref FrameReader one) => (WriteResult)one.Byte()), isRepeatable: false, cancellation);

    public ValueTask PublishAsync(TopicMessage message, CancellationToken cancellation) => PublishManyAsync([message], cancellation);

    public async ValueTask PublishManyAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellation)
    {
        var connection = await _keeper.GetConnectionAsync(cancellation);
        await connection.AskAsync(Op.Publish, messages, static (to, all) => to.List(all, FrameFormat.Write), cancellation);
    }

    public async IAsyncEnumerable<Delivery> SubscribeAsync(
        Subscription subscription, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The hub stores no position for a broadcast consumer, so the link remembers the last message.
        long? after = null;
        while (true)
        {
            var connection = await _keeper.WaitForConnectionAsync(cancellation);
            var subscribed = connection.Subscribe(subscription, after);
            try
            {
                await foreach (var delivery in subscribed.Items.ReadAllAsync(cancellation))
                {
                    after = subscription.Broadcast ? Math.Max(after ?? 0, delivery.Id) : null;
                    yield return delivery;
                }
            }
            finally
            {
                connection.End(subscribed);
            }

            // A consumer without any message yet still gets the messages since its beginning.
            if (subscription.Broadcast)
                after ??= subscribed.StartAfter;

            await Task.Delay(Pause, _time, cancellation);
        }
    }

    public async ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation)
    {
        var connection = await _keeper.GetConnectionAsync(cancellation);
        connection.Send(Op.Settle, (delivery, settlement), static (to, settled) =>
        {
            to.Text(settled.delivery.Subscription.PubSub);
            to.Text(settled.delivery.Subscription.Topic);
            to.Text(settled.delivery.Subscription.Group);
            to.Long(settled.delivery.Id);
            to.Int(settled.delivery.Attempt);
            to.Byte((byte)settled.settlement);
        });
    }

    public async ValueTask AnnounceAsync(AppInstance instance, CancellationToken cancellation)
    {
        _keeper.Announced[instance.InstanceId] = instance;
        var connection = await _keeper.GetConnectionAsync(cancellation);
        await connection.AskAsync(Op.Announce, instance, FrameFormat.Write, cancellation);
    }

    public async ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation)
    {
        _keeper.Announced.TryRemove(instanceId, out _);
        var connection = await _keeper.GetConnectionAsync(cancellation);
        await connection.AskAsync(Op.Withdraw, instanceId, static (to, id) => to.Text(id), cancellation);
    }

    public ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation) => new(_keeper.Apps.InstancesOf(appId));

    public ValueTask<WorkflowAnswer> CallWorkflowAsync(WorkflowCall call, CancellationToken cancellation) =>
        AskAsync(Op.CallWorkflow, call, FrameFormat.Write, FrameFormat.ReadWorkflowAnswer, RepeatableCalls.Contains(call.Method), cancellation);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> GetWorkItemsAsync(string app, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var connection = await _keeper.WaitForConnectionAsync(cancellation);
            var worker = connection.GetWorkItems(app);
            try
            {
                await foreach (var item in worker.Items.ReadAllAsync(cancellation))
                    yield return item;
            }
            finally
            {
                connection.End(worker);
            }

            await Task.Delay(Pause, _time, cancellation);
        }
    }

    public ValueTask<int> PurgeWorkflowsAsync(string app, WorkflowRetention retention, CancellationToken cancellation) =>
        AskAsync(Op.PurgeWorkflows, (app, retention), WritePurge, static (ref FrameReader from) => from.Int(), isRepeatable: false, cancellation);

    /// <summary>Disconnects from the hub.</summary>
    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    // A repeatable request goes again to the next hub where one went away before it answered.
    private async ValueTask<TAnswer> AskAsync<TState, TAnswer>(
        Op op, TState state, Action<FrameWriter, TState> write, FrameReader.Parser<TAnswer> parse, bool isRepeatable, CancellationToken cancellation)
    {
        while (true)
        {
            var connection = await _keeper.GetConnectionAsync(cancellation);
            try
            {
                return await connection.AskAsync(op, state, write, parse, cancellation);
            }
            catch (HubUnavailableException) when (isRepeatable && connection.Closed.IsCompleted)
            {
                await Task.Delay(Pause, _time, cancellation);
            }
        }
    }

    private static void WriteRead(FrameWriter to, (string Store, string Key) request)
    {
        to.Text(request.Store);
        to.Text(request.Key);
    }

    private static void WriteReads(FrameWriter to, (string Store, IReadOnlyList<string> Keys) request)
    {
        to.Text(request.Store);
        to.List(request.Keys, static (one, key) => one.Text(key));
    }

    private static void WriteWrites(FrameWriter to, (string Store, bool Atomic, IReadOnlyList<StateWrite> Writes) request)
    {
        to.Text(request.Store);
        to.Bool(request.Atomic);
        to.List(request.Writes, FrameFormat.Write);
    }

    private static void WritePurge(FrameWriter to, (string App, WorkflowRetention Retention) request)
    {
        to.Text(request.App);
        FrameFormat.Write(to, request.Retention);
    }
}
