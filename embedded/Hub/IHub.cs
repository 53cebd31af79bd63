using Embedded.Hub.Workflows;

namespace Embedded.Hub;

/// <summary>
/// What the sidecars of one data directory share: state, topics and who is there. A sidecar talks to it through
/// <c>HubLink</c>, the hub process holds <c>HubEngine</c>; both are this.
/// </summary>
/// <remarks>Every write that has returned is on disk. Any call may throw <see cref="HubUnavailableException"/>.</remarks>
public interface IHub : IAsyncDisposable
{
    /// <summary>One item of a store; null where there is none or it has expired.</summary>
    ValueTask<StateItem?> GetAsync(string store, string key, CancellationToken cancellation);

    /// <summary>Many items of a store, in the order of the keys.</summary>
    ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>Writes and deletes, in order.</summary>
    /// <param name="store">The component's name.</param>
    /// <param name="writes">What to write; an empty list does nothing.</param>
    /// <param name="atomic">Whether one that can't be done undoes the others.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    /// <returns>What came of each, in order; with <paramref name="atomic"/>, all Written or none.</returns>
    ValueTask<IReadOnlyList<WriteResult>> WriteAsync(string store, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation);

    /// <summary>Appends a message to a topic; returns once it is on disk.</summary>
    ValueTask PublishAsync(TopicMessage message, CancellationToken cancellation);

    /// <summary>Appends messages to their topics, all or none.</summary>
    ValueTask PublishManyAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellation);

    /// <summary>
    /// Receives a topic's messages until cancelled. The members of a group share the group's messages; what a member
    /// has not settled when it goes is given to another. A broadcast subscriber is a group of its own that begins
    /// at its first subscription, keeps its place while the hub is gone, and leaves nothing behind.
    /// </summary>
    /// <param name="subscription">What to receive.</param>
    /// <param name="cancellation">Ends the subscription.</param>
    IAsyncEnumerable<Delivery> SubscribeAsync(Subscription subscription, CancellationToken cancellation);

    /// <summary>Says what came of a delivery. Settling one twice, or one that went to another member, changes nothing.</summary>
    ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation);

    /// <summary>
    /// Announces an app instance, or changes what was announced. It is withdrawn when the sidecar that announced it
    /// disconnects.
    /// </summary>
    ValueTask AnnounceAsync(AppInstance instance, CancellationToken cancellation);

    /// <summary>Withdraws an instance: it gets no further invocations.</summary>
    ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation);

    /// <summary>
    /// The instances of an app that are announced now. Cheap: a link keeps the directory up to date by itself.
    /// </summary>
    ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation);

    /// <summary>Carries out a call of the workflow service; waits as long as the call does.</summary>
    ValueTask<WorkflowAnswer> CallWorkflowAsync(WorkflowCall call, CancellationToken cancellation);

    /// <summary>
    /// The work of one worker until cancelled: messages of type <c>WorkItem</c>. What it has not answered when it goes
    /// is given to another at once.
    /// </summary>
    /// <param name="app">The app-id whose workflows and activities it runs.</param>
    /// <param name="request">A message of type <c>GetWorkItemsRequest</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<ReadOnlyMemory<byte>> WorkAsync(string app, ReadOnlyMemory<byte> request, CancellationToken cancellation);

    /// <summary>Removes an app's workflows that ended long enough ago.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> RetireWorkflowsAsync(string app, WorkflowRetention retention, CancellationToken cancellation);
}
