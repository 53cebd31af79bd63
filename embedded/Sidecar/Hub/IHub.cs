using Embedded.Sidecar.Workflows;

namespace Embedded.Sidecar.Hub;

/// <summary>
/// What the sidecars of one data directory share: state, topics, workflows and the directory of app instances. The hub
/// process implements it by <c>HubEngine</c>; a sidecar uses it through <c>HubLink</c>.
/// </summary>
/// <remarks>A write is on disk when its call returns. Every call may throw <see cref="HubUnavailableException"/>.</remarks>
internal interface IHub : IAsyncDisposable
{
    /// <summary>Reads an item of a store; null where there is none or it has expired.</summary>
    ValueTask<StateItem?> GetAsync(string store, string key, CancellationToken cancellation);

    /// <summary>Reads items of a store, in the order of the keys.</summary>
    ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>Writes and deletes items, in order.</summary>
    /// <param name="store">The component's name.</param>
    /// <param name="writes">The writes and deletes; an empty list does nothing.</param>
    /// <param name="atomic">Whether a conflict undoes the other writes.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    /// <returns>The outcome of each write, in order; with <paramref name="atomic"/>, all Written or none.</returns>
    ValueTask<IReadOnlyList<WriteResult>> WriteAsync(string store, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation);

    /// <summary>Appends a message to a topic.</summary>
    ValueTask PublishAsync(TopicMessage message, CancellationToken cancellation);

    /// <summary>Appends messages to their topics, all or none.</summary>
    ValueTask PublishManyAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellation);

    /// <summary>
    /// Receives a topic's messages until cancelled. The members of a group share the group's messages; another member
    /// gets what a member has not settled when it leaves. A broadcast subscriber is a group of its own, which begins
    /// with its first subscription, keeps its position while the hub is away, and leaves nothing behind.
    /// </summary>
    IAsyncEnumerable<Delivery> SubscribeAsync(Subscription subscription, CancellationToken cancellation);

    /// <summary>Settles a delivery. A second settlement, or one of a delivery that went to another member, changes nothing.</summary>
    ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation);

    /// <summary>
    /// Announces an app instance, or changes its announcement. The hub withdraws the instance when the sidecar that
    /// announced it disconnects.
    /// </summary>
    ValueTask AnnounceAsync(AppInstance instance, CancellationToken cancellation);

    /// <summary>Withdraws an app instance, which then gets no invocations.</summary>
    ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation);

    /// <summary>The announced instances of an app. Cheap, because a link keeps a copy of the directory.</summary>
    ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation);

    /// <summary>Answers a call of the workflow service, however long the call waits.</summary>
    ValueTask<WorkflowAnswer> CallWorkflowAsync(WorkflowCall call, CancellationToken cancellation);

    /// <summary>
    /// Connects a worker and receives its work items, messages of type <c>WorkItem</c>, until cancelled. Another worker
    /// gets at once what the worker has not answered when it disconnects.
    /// </summary>
    /// <param name="app">The app-id of the worker.</param>
    /// <param name="cancellation">Disconnects the worker.</param>
    IAsyncEnumerable<ReadOnlyMemory<byte>> GetWorkItemsAsync(string app, CancellationToken cancellation);

    /// <summary>Removes an app's workflows that ended longer ago than they are kept.</summary>
    /// <returns>How many were removed.</returns>
    ValueTask<int> PurgeWorkflowsAsync(string app, WorkflowRetention retention, CancellationToken cancellation);
}
