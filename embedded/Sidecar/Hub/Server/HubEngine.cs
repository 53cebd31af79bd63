using System.Runtime.CompilerServices;
using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Hub.State;
using Embedded.Sidecar.Hub.Topics;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows;
using Embedded.Sidecar.Workflows.Engine;
using Google.Protobuf;

namespace Embedded.Sidecar.Hub.Server;

/// <summary>The hub itself: state, topics and workflows in one SQLite file, and the directory of app instances in memory.</summary>
internal sealed class HubEngine : IHub
{
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MessageRetention = TimeSpan.FromMinutes(10);

    private readonly Database _database;
    private readonly GroupCommit _commits;
    private readonly TopicDirectory _topics;
    private readonly TimeProvider _time;
    private readonly WorkflowEngine _workflows;
    private readonly WorkflowCalls _workflowCalls;
    private readonly ITimer _cleaning;

    private HubEngine(Database database, TimeProvider time, ILogger logger)
    {
        _database = database;
        _time = time;
        _commits = new GroupCommit(database, logger);
        _topics = new TopicDirectory(database, _commits, time);
        _workflows = new WorkflowEngine(database, _commits, time, logger);
        _workflowCalls = new WorkflowCalls(_workflows, database, time);
        _cleaning = time.CreateTimer(_ => Clean(), null, CleaningInterval, CleaningInterval);
    }

    public AppDirectory Apps { get; } = new();

    /// <summary>Opens the hub of a data directory, which is created where it doesn't exist.</summary>
    /// <param name="dataDirectory">The folder, in which the hub's file is <c>hub.db</c>.</param>
    /// <param name="time">The clock of expiry and redelivery.</param>
    /// <param name="logger">Logs failed writes.</param>
    /// <exception cref="HubStartException">The folder or the file can't be used; the file is left as it is.</exception>
    public static HubEngine Open(string dataDirectory, TimeProvider time, ILogger logger) =>
        new(Database.Open(dataDirectory), time, logger);

    public ValueTask<StateItem?> GetAsync(string store, string key, CancellationToken cancellation) => new(Get(store, key));

    public ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellation) =>
        new(GetMany(store, keys));

    public ValueTask<IReadOnlyList<WriteResult>> WriteAsync(
        string store, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation) =>
        writes.Count == 0 ? new([]) : new(_commits.RunAsync(new StateWork(store, writes, atomic, _time)).WaitAsync(cancellation));

    public ValueTask PublishAsync(TopicMessage message, CancellationToken cancellation) => PublishManyAsync([message], cancellation);

    public ValueTask PublishManyAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellation) =>
        new(_topics.PublishAsync(messages).WaitAsync(cancellation));

    public IAsyncEnumerable<Delivery> SubscribeAsync(Subscription subscription, CancellationToken cancellation) =>
        SubscribeAsync(subscription, after: null, cancellation: cancellation);

    /// <summary>Subscribes; a broadcast consumer that reconnects goes on after the last message that it had.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="after">The last message that a broadcast consumer had; null at its first subscription.</param>
    /// <param name="started">Called before the first delivery with the message after which a broadcast begins.</param>
    /// <param name="cancellation">Ends the subscription.</param>
    public async IAsyncEnumerable<Delivery> SubscribeAsync(
        Subscription subscription, long? after, Action<long>? started = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var topic = _topics.Get(subscription.PubSub, subscription.Topic);
        var member = topic.Join(subscription, after);
        try
        {
            started?.Invoke(member.StartAfter);
            await foreach (var delivery in member.Deliveries.ReadAllAsync(cancellation))
                yield return delivery;
        }
        finally
        {
            topic.Leave(member);
        }
    }

    public ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation)
    {
        Settle(delivery.Subscription.PubSub, delivery.Subscription.Topic, delivery.Subscription.Group, delivery.Id, delivery.Attempt, settlement);
        return default;
    }

    public ValueTask AnnounceAsync(AppInstance instance, CancellationToken cancellation)
    {
        Apps.Announce(instance);
        return default;
    }

    public ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation)
    {
        Apps.Withdraw(instanceId);
        return default;
    }

    public ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation) => new(Apps.InstancesOf(appId));

    public ValueTask<WorkflowAnswer> CallWorkflowAsync(WorkflowCall call, CancellationToken cancellation)
    {
        var answering = _workflowCalls.AnswerAsync(call);
        return answering.IsCompleted ? answering : new(answering.AsTask().WaitAsync(cancellation));
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> GetWorkItemsAsync(string app, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in GetWorkItemMessagesAsync(app, cancellation))
            yield return item.ToByteArray();
    }

    /// <summary>Receives work items as <see cref="GetWorkItemsAsync"/> does, before they become bytes.</summary>
    public IAsyncEnumerable<WorkItem> GetWorkItemMessagesAsync(string app, CancellationToken cancellation) =>
        _workflows.GetWorkItemsAsync(app, cancellation);

    public ValueTask<int> PurgeWorkflowsAsync(string app, WorkflowRetention retention, CancellationToken cancellation) =>
        new(_workflows.PurgeAsync(app, retention).WaitAsync(cancellation));

    public StateItem? Get(string store, string key) =>
        _database.Read((store, key, Now: Now()), static (session, wanted) => StateReader.Get(session, wanted.store, wanted.key, wanted.Now));

    public IReadOnlyList<StateItem?> GetMany(string store, IReadOnlyList<string> keys) =>
        _database.Read((store, keys, Now: Now()), static (session, wanted) => StateReader.GetMany(session, wanted.store, wanted.keys, wanted.Now));

    public void Settle(string pubSub, string topic, string group, long id, int attempt, Settlement settlement) =>
        _topics.Get(pubSub, topic).Settle(group, id, attempt, settlement);

    /// <summary>Writes the waiting units and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _workflows.Dispose();
        await _cleaning.DisposeAsync();
        _commits.Dispose();
        _database.Dispose();
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Clean()
    {
        _commits.Enqueue(new ExpiryWork(Now()));
        _commits.Enqueue(new PruneWork(_topics.Settled(), Now() - (long)MessageRetention.TotalMilliseconds));
    }
}
