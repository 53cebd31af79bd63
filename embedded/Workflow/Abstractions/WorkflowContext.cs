using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>
/// What a workflow may ask for. Every call is recorded in the instance's history, so that code that asks for the same
/// in the same order finds the answers it already has. Await nothing that does not come from here.
/// </summary>
public abstract class WorkflowContext : IWorkflowContext
{
    // The package's class has abstract members that are not here: what derives from this one would not compile there.
    private protected WorkflowContext()
    {
    }

    /// <summary>The workflow's name.</summary>
    public abstract string Name { get; }

    /// <summary>The instance's id.</summary>
    public abstract string InstanceId { get; }

    /// <inheritdoc/>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <inheritdoc/>
    public abstract bool IsReplaying { get; }

    /// <summary>Calls an activity and leaves what it returns.</summary>
    /// <exception cref="WorkflowTaskFailedException">The activity failed, at the last attempt where it is retried.</exception>
    public virtual Task CallActivityAsync(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity.</summary>
    /// <param name="name">The name that the activity is registered by.</param>
    /// <param name="input">What it is called with.</param>
    /// <param name="options">Whether and how it is retried.</param>
    /// <exception cref="WorkflowTaskFailedException">The activity failed, at the last attempt where it is retried.</exception>
    public abstract Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null);

    /// <summary>Waits; across restarts too.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits until a time, in UTC unless it says that it is local; across restarts too.</summary>
    /// <param name="fireAt">Until when.</param>
    /// <param name="cancellationToken">Gives up waiting; to be cancelled by the workflow itself only.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event from outside. Each event goes to one waiter, in the order in which they began to wait; one that
    /// comes while nobody waits is kept.
    /// </summary>
    /// <param name="eventName">The event's name; its case doesn't matter.</param>
    /// <param name="cancellationToken">Gives up waiting; to be cancelled by the workflow itself only.</param>
    /// <exception cref="TaskCanceledException">The token was cancelled first.</exception>
    public abstract Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event from outside, for so long at most.</summary>
    /// <exception cref="TaskCanceledException">The time was over first; a later event is kept for the next who waits.</exception>
    public abstract Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout);

    /// <summary>Sends an event to another instance; nothing happens where there is none of that id.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Says how far the workflow is, to whoever asks for its state; null takes it back.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Runs another workflow as a child of this one.</summary>
    /// <exception cref="WorkflowTaskFailedException">The child failed, at the last attempt where it is retried.</exception>
    public abstract Task<TResult> CallChildWorkflowAsync<TResult>(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null);

    /// <summary>Runs another workflow as a child of this one and leaves what it returns.</summary>
    /// <exception cref="WorkflowTaskFailedException">The child failed, at the last attempt where it is retried.</exception>
    public virtual Task CallChildWorkflowAsync(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        CallChildWorkflowAsync<object>(workflowName, input, options);

    /// <summary>A logger that is silent while the code is replayed.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);

    /// <summary>A logger that is silent while the code is replayed, named as the type.</summary>
    public abstract ILogger CreateReplaySafeLogger(Type type);

    /// <summary>A logger that is silent while the code is replayed, named as the type.</summary>
    public abstract ILogger CreateReplaySafeLogger<T>();

    /// <summary>Begins the instance anew, with an empty history, once this turn is over; return right after.</summary>
    /// <param name="newInput">What it begins with.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody has waited for yet go along.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A GUID that is the same in every replay, and another with every call.</summary>
    public abstract Guid NewGuid();
}
