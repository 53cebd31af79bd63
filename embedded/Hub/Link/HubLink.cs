using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Embedded.Hub.Apps;
using Embedded.Hub.Lifetime;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub.Link;

/// <summary>
/// A sidecar's way to the hub. It starts the hub where there is none, and again where it crashed; announces again what
/// was announced, and goes on with subscriptions where they were.
/// </summary>
public sealed class HubLink : IHub
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HubOptions _options;
    private readonly HubStarter _starter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AppDirectory _apps = new();
    private readonly ConcurrentDictionary<string, AppInstance> _announced = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private volatile TaskCompletionSource<LinkConnection> _connection = New();
    private Task _keeping = Task.CompletedTask;

    private HubLink(HubOptions options, Func<ProcessStartInfo> startHub, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _starter = new HubStarter(options, startHub);
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
        var link = new HubLink(options, startHub, time, logger);
        var first = await link.OpenAsync(cancellation);
        link._connection.SetResult(first);
        link._keeping = link.KeepAsync(first);
        return link;
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
        var connection = await ConnectionAsync(cancellation);
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
        var connection = await ConnectionAsync(cancellation);
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
            var connection = await _connection.Task.WaitAsync(cancellation);
            var (number, deliveries) = connection.Subscribe(subscription, after);
            try
            {
                await foreach (var delivery in deliveries.ReadAllAsync(cancellation))
                {
                    after = subscription.Broadcast ? Math.Max(after ?? 0, delivery.Id) : null;
                    yield return delivery;
                }
            }
            finally
            {
                connection.Unsubscribe(number);
            }

            await Task.Delay(Pause, _time, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation)
    {
        var connection = await ConnectionAsync(cancellation);
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
        _announced[instance.InstanceId] = instance;
        var connection = await ConnectionAsync(cancellation);
        await connection.AskAsync(Op.Announce, instance, Wire.Write, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation)
    {
        _announced.TryRemove(instanceId, out _);
        var connection = await ConnectionAsync(cancellation);
        await connection.AskAsync(Op.Withdraw, instanceId, static (to, id) => to.Text(id), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation) => new(_apps.Of(appId));

    /// <summary>Leaves the hub.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _keeping;
        if (_connection.Task is { IsCompletedSuccessfully: true, Result: var connection })
            await connection.DisposeAsync();
    }

    private static TaskCompletionSource<LinkConnection> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask<LinkConnection> ConnectionAsync(CancellationToken cancellation)
    {
        var connecting = _connection.Task;
        if (connecting is { IsCompletedSuccessfully: true, Result.Gone.IsCompleted: false })
            return connecting.Result;
        try
        {
            while (true)
            {
                var connection = await _connection.Task.WaitAsync(_options.Patience, _time, cancellation);
                if (!connection.Gone.IsCompleted)
                    return connection;

                // It has just gone, and the next one isn't being waited for yet.
                await Task.Delay(Pause, _time, cancellation);
            }
        }
        catch (TimeoutException)
        {
            throw new HubUnavailableException($"The hub of {_options.DataDirectory} has been away for {_options.Patience.TotalSeconds:0.#} s.");
        }
    }

    // Reading twice is reading once: a hub that went away in between costs time only.
    private async Task<TAnswer> ReadAsync<TState, TAnswer>(
        Op op, TState state, Action<WireWriter, TState> write, AnswerReader<TAnswer> read, CancellationToken cancellation)
    {
        var connection = await ConnectionAsync(cancellation);
        try
        {
            return await connection.AskAsync(op, state, write, read, cancellation);
        }
        catch (HubUnavailableException) when (connection.Gone.IsCompleted)
        {
            await Task.Delay(Pause, _time, cancellation);
            connection = await ConnectionAsync(cancellation);
            return await connection.AskAsync(op, state, write, read, cancellation);
        }
    }

    private async Task KeepAsync(LinkConnection connection)
    {
        while (true)
        {
            await connection.Gone.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_closing.IsCancellationRequested)
                return;

            _connection = New();
            _logger.LogWarning("The hub of {DataDirectory} is away", _options.DataDirectory);
            try
            {
                connection = await OpenAsync(_closing.Token);
                foreach (var (_, instance) in _announced)
                    await connection.AskAsync(Op.Announce, instance, Wire.Write, _closing.Token);
                _connection.SetResult(connection);
                _logger.LogInformation("The hub of {DataDirectory} is back", _options.DataDirectory);
            }
            catch (HubUnavailableException)
            {
                // It went again while it was told who is here; the loop finds it gone.
                _connection.TrySetResult(connection);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (HubStartException failure)
            {
                _logger.LogCritical(failure, "The hub of {DataDirectory} can't be started again", _options.DataDirectory);
                await Task.Delay(_options.Patience, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<LinkConnection> OpenAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await LinkConnection.OpenAsync(_options.SocketPath, _apps, cancellation);
            }
            catch (Exception nobody) when (nobody is SocketException or HubUnavailableException)
            {
                await _starter.StartAsync(cancellation);
                await Task.Delay(Pause, _time, cancellation);
            }
        }
    }
}
