using System.Diagnostics;
using System.Runtime.CompilerServices;
using Embedded.Hub.Lifetime;
using Embedded.Hub.Workflows;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub.Link;

/// <summary>
/// A sidecar's way to the hub. Calls go over the connection that <see cref="LinkKeeper"/> keeps; subscriptions go on
/// where they were when it is another one.
/// </summary>
public sealed class HubLink : IHub
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly LinkKeeper _keeper;
    private readonly TimeProvider _time;
    private readonly WorkflowLink _workflows;

    private HubLink(LinkKeeper keeper, TimeProvider time)
    {
        _keeper = keeper;
        _time = time;
        _workflows = new WorkflowLink(keeper, time);
    }

    /// <summary>Joins the hub of a data directory, and starts it where it isn't there.</summary>
    /// <param name="options">Which hub, and how long to wait.</param>
    /// <param name="startHub">Makes the command line of a hub process; it prints <c>ready</c>, or why it can't, and ends.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="logger">Says when the hub is away and back.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="HubStartException">The hub can't be started or speaks another version.</exception>
    public static async Task<HubLink> ConnectAsync(
        HubOptions options, Func<ProcessStartInfo> startHub, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        var keeper = new LinkKeeper(options, startHub, time, logger);
        await keeper.StartAsync(cancellation);
        return new HubLink(keeper, time);
    }

    /// <inheritdoc/>
    public async ValueTask<StateItem?> GetAsync(string store, string key, CancellationToken cancellation) =>
        await ReadAsync(
            Op.Get, (store, key),
            static (to, wanted) =>
            {
                to.Text(wanted.store);
                to.Text(wanted.key);
            },
            Wire.ReadStateItem, cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellation) =>
        await ReadAsync(
            Op.GetMany, (store, keys),
            static (to, wanted) =>
            {
                to.Text(wanted.store);
                Wire.WriteAll(to, wanted.keys, static (one, key) => one.Text(key));
            },
            static (ref WireReader from) =>
            {
                var items = new StateItem?[from.Int()];
                for (var at = 0; at < items.Length; at++)
                    items[at] = Wire.ReadStateItem(ref from);
                return items;
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WriteResult>> WriteAsync(
        string store, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation)
    {
        var connection = await _keeper.ConnectionAsync(cancellation);
        return await connection.AskAsync(
            Op.Write, (store, atomic, writes),
            static (to, wanted) =>
            {
                to.Text(wanted.store);
                to.Bool(wanted.atomic);
                Wire.WriteAll(to, wanted.writes, static (one, write) => Wire.Write(one, write));
            },
            static (ref WireReader from) =>
            {
                var results = new WriteResult[from.Int()];
                for (var at = 0; at < results.Length; at++)
                    results[at] = (WriteResult)from.Byte();
                return results;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(TopicMessage message, CancellationToken cancellation) => PublishManyAsync([message], cancellation);

    /// <inheritdoc/>
    public async ValueTask PublishManyAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellation)
    {
        var connection = await _keeper.ConnectionAsync(cancellation);
        await connection.AskAsync(Op.Publish, messages, static (to, all) => Wire.WriteAll(to, all, Wire.Write), cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Delivery> SubscribeAsync(
        Subscription subscription, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A broadcast consumer goes on after the last message that it had; the hub keeps no place for it.
        long? after = null;
        while (true)
        {
            var connection = await _keeper.WheneverAsync(cancellation);
            var subscribed = connection.Subscribe(subscription, after);
            try
            {
                await foreach (var delivery in subscribed.Deliveries.ReadAllAsync(cancellation))
                {
                    after = subscription.Broadcast ? Math.Max(after ?? 0, delivery.Id) : null;
                    yield return delivery;
                }
            }
            finally
            {
                connection.Unsubscribe(subscribed.Number);
            }

            // It may have had none yet, and wants those since its beginning all the same.
            if (subscription.Broadcast)
                after ??= subscribed.Begin;

            await Task.Delay(Pause, _time, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation)
    {
        var connection = await _keeper.ConnectionAsync(cancellation);
        connection.Tell(Op.Settle, (delivery, settlement), static (to, settled) =>
        {
            var (given, how) = settled;
            to.Text(given.Subscription.PubSub);
            to.Text(given.Subscription.Topic);
            to.Text(given.Subscription.Group);
            to.Long(given.Id);
            to.Int(given.Attempt);
            to.Byte((byte)how);
        });
    }

    /// <inheritdoc/>
    public async ValueTask AnnounceAsync(AppInstance instance, CancellationToken cancellation)
    {
        _keeper.Announced[instance.InstanceId] = instance;
        var connection = await _keeper.ConnectionAsync(cancellation);
        await connection.AskAsync(Op.Announce, instance, Wire.Write, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation)
    {
        _keeper.Announced.TryRemove(instanceId, out _);
        var connection = await _keeper.ConnectionAsync(cancellation);
        await connection.AskAsync(Op.Withdraw, instanceId, static (to, id) => to.Text(id), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation) => new(_keeper.Apps.Of(appId));

    /// <inheritdoc/>
    public ValueTask<WorkflowAnswer> CallWorkflowAsync(WorkflowCall call, CancellationToken cancellation) => _workflows.CallAsync(call, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> WorkAsync(string app, ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        _workflows.WorkAsync(app, request, cancellation);

    /// <inheritdoc/>
    public ValueTask<int> RetireWorkflowsAsync(string app, WorkflowRetention retention, CancellationToken cancellation) =>
        _workflows.RetireAsync(app, retention, cancellation);

    /// <summary>Leaves the hub.</summary>
    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    // Reading twice is reading once: a hub that went away in between costs time only.
    private async Task<TAnswer> ReadAsync<TState, TAnswer>(
        Op op, TState state, Action<WireWriter, TState> write, AnswerReader<TAnswer> read, CancellationToken cancellation)
    {
        var connection = await _keeper.ConnectionAsync(cancellation);
        try
        {
            return await connection.AskAsync(op, state, write, read, cancellation);
        }
        catch (HubUnavailableException) when (connection.Gone.IsCompleted)
        {
            await Task.Delay(Pause, _time, cancellation);
            connection = await _keeper.ConnectionAsync(cancellation);
            return await connection.AskAsync(op, state, write, read, cancellation);
        }
    }
}
