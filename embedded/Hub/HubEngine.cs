using System.Runtime.CompilerServices;
using Embedded.Hub.Apps;
using Embedded.Hub.State;
using Embedded.Hub.Storage;
using Embedded.Hub.Topics;
using Embedded.Hub.Workflows;
using Embedded.Hub.Workflows.Working;
using Embedded.Hub.Workflows.Writing;
using Embedded.Workflow.Protocol;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub;

/// <summary>The hub itself: state and topics in one SQLite file, the directory in memory.</summary>
public sealed class HubEngine : IHub
{
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private readonly Database _database;
    private readonly GroupCommit _commits;
    private readonly TopicBoard _topics;
    private readonly TimeProvider _time;
    private readonly WorkflowEngine _workflows;
    private readonly WorkflowCalls _workflowCalls;
    private readonly ITimer _cleaning;

    private HubEngine(Database database, TimeProvider time, ILogger logger)
    {
        _database = database;
        _time = time;
        _commits = new GroupCommit(database, logger);
        _topics = new TopicBoard(database, _commits, time);
        _workflows = new WorkflowEngine(database, _commits, time, logger);
        _workflowCalls = new WorkflowCalls(_workflows, database, time);
        _cleaning = time.CreateTimer(_ => Clean(), null, CleaningInterval, CleaningInterval);
    }

    internal AppDirectory Apps { get; } = new();

    /// <summary>Opens the hub of a data directory, which is made where there is none.</summary>
    /// <param name="dataDirectory">The folder; the hub's file in it is <c>hub.db</c>.</param>
    /// <param name="time">The clock of expiry and of redelivery.</param>
    /// <param name="logger">Says what could not be written.</param>
    /// <exception cref="HubStartException">The folder or the file can't be used; the file is left as it is.</exception>
    public static HubEngine Open(string dataDirectory, TimeProvider time, ILogger logger) =>
        new(Database.Open(dataDirectory), time, logger);

    /// <inheritdoc/>
    public ValueTask<StateItem?> GetAsync(string store, string key, CancellationToken cancellation) => new(Get(store, key));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellation) =>
        new(GetMany(store, keys));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WriteResult>> WriteAsync(
        string store, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation) =>
        writes.Count == 0 ? new([]) : new(_commits.RunAsync(new StateWork(store, writes, atomic, _time)).WaitAsync(cancellation));

    /// <inheritdoc/>
    public ValueTask PublishAsync(TopicMessage message, CancellationToken cancellation) => PublishManyAsync([message], cancellation);

    /// <inheritdoc/>
    public ValueTask PublishManyAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellation) =>
        new(_topics.PublishAsync(messages).WaitAsync(cancellation));

    /// <inheritdoc/>
    public IAsyncEnumerable<Delivery> SubscribeAsync(Subscription subscription, CancellationToken cancellation) =>
        SubscribeAsync(subscription, after: null, cancellation: cancellation);

    /// <inheritdoc/>
    public ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation)
    {
        Settle(delivery.Subscription.PubSub, delivery.Subscription.Topic, delivery.Subscription.Group, delivery.Id, delivery.Attempt, settlement);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask AnnounceAsync(AppInstance instance, CancellationToken cancellation)
    {
        Apps.Announce(instance);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation)
    {
        Apps.Withdraw(instanceId);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation) => new(Apps.Of(appId));

    /// <inheritdoc/>
    public ValueTask<WorkflowAnswer> CallWorkflowAsync(WorkflowCall call, CancellationToken cancellation)
    {
        var answering = _workflowCalls.AnswerAsync(call);
        return answering.IsCompleted ? answering : new(answering.AsTask().WaitAsync(cancellation));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> WorkAsync(
        string app, ReadOnlyMemory<byte> request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in WorkItemsAsync(app, request, cancellation))
            yield return item.ToByteArray();
    }

    /// <inheritdoc/>
    public async ValueTask<int> RetireWorkflowsAsync(string app, WorkflowRetention retention, CancellationToken cancellation)
    {
        var removed = 0;
        foreach (var (status, kept) in new[]
        {
            (WorkflowStatus.Completed, retention.Completed), (WorkflowStatus.Failed, retention.Failed), (WorkflowStatus.Terminated, retention.Terminated),
        })
            if (kept is { } longest)
                removed += await _workflows.PurgeAsync(app, new PurgeFilter(null, null, Now() - (long)longest.TotalMilliseconds, [status])).WaitAsync(cancellation);
        return removed;
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _workflows.Dispose();
        await _cleaning.DisposeAsync();
        _commits.Dispose();
        _database.Dispose();
    }

    /// <summary>As <see cref="SubscribeAsync(Subscription, CancellationToken)"/>; a broadcast consumer goes on after a message that it had.</summary>
    /// <param name="subscription">What to receive.</param>
    /// <param name="after">The message that a broadcast consumer had last; null where it comes for the first time.</param>
    /// <param name="begun">Hears after which message a broadcast begins, before the first delivery.</param>
    /// <param name="cancellation">Ends the subscription.</param>
    internal async IAsyncEnumerable<Delivery> SubscribeAsync(
        Subscription subscription, long? after, Action<long>? begun = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var topic = _topics.Of(subscription.PubSub, subscription.Topic);
        var member = topic.Join(subscription, after);
        try
        {
            begun?.Invoke(member.Begin);
            await foreach (var delivery in member.Deliveries.ReadAllAsync(cancellation))
                yield return delivery;
        }
        finally
        {
            topic.Leave(member);
        }
    }

    /// <summary>As <see cref="WorkAsync"/>, before the items are written.</summary>
    internal async IAsyncEnumerable<WorkItem> WorkItemsAsync(
        string app, ReadOnlyMemory<byte> request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var worker = _workflows.Board.Join(app, GetWorkItemsRequest.Parser.ParseFrom(request.Span));
        try
        {
            await foreach (var item in worker.Items.ReadAllAsync(cancellation))
                yield return item;
        }
        finally
        {
            _workflows.Board.Leave(worker);
        }
    }

    internal StateItem? Get(string store, string key) =>
        _database.Read((store, key, Now: Now()), static (session, wanted) => StateReader.Get(session, wanted.store, wanted.key, wanted.Now));

    internal IReadOnlyList<StateItem?> GetMany(string store, IReadOnlyList<string> keys) =>
        _database.Read((store, keys, Now: Now()), static (session, wanted) => StateReader.GetMany(session, wanted.store, wanted.keys, wanted.Now));

    internal void Settle(string pubSub, string topic, string group, long id, int attempt, Settlement settlement) =>
        _topics.Of(pubSub, topic).Settle(group, id, attempt, settlement);

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Clean()
    {
        _commits.Enqueue(new ExpiryWork(Now()));
        _commits.Enqueue(new PruneWork(_topics.Settled(), Now() - (long)Retention.TotalMilliseconds));
    }
}
