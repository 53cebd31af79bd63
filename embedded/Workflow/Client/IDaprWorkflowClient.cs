using Dapr.Workflow.Client;

namespace Dapr.Workflow;

/// <summary>Starts workflows and looks after them.</summary>
public interface IDaprWorkflowClient : IDisposable, IAsyncDisposable
{
    /// <summary>Starts a workflow.</summary>
    /// <param name="name">The name that the workflow is registered by.</param>
    /// <param name="instanceId">The instance's id; a new GUID where there is none.</param>
    /// <param name="input">What it is started with.</param>
    /// <returns>The instance's id.</returns>
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null);

    /// <summary>Starts a workflow, at a time; at once where that is null or over.</summary>
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime);

    /// <summary>Starts a workflow, at a time; at once where that is null or over.</summary>
    Task<string> ScheduleNewWorkflowAsync(
        string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default);

    /// <summary>How far an instance is; <see cref="WorkflowState.Exists"/> is false where there is none.</summary>
    Task<WorkflowState> GetWorkflowStateAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until an instance has begun.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    Task<WorkflowState> WaitForWorkflowStartAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until an instance has ended, however.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    Task<WorkflowState> WaitForWorkflowCompletionAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Sends an event to an instance, which has it when it waits for it.</summary>
    Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Ends an instance and its children; activities under way run to their end.</summary>
    Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default);

    /// <summary>Holds an instance where it is.</summary>
    Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Lets a held instance go on.</summary>
    Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Forgets an instance that has ended, and its children.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>The ids of all instances, a page at a time.</summary>
    /// <param name="continuationToken">That of the page before; null for the first.</param>
    /// <param name="pageSize">How many at most.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<WorkflowInstancePage> ListInstanceIdsAsync(
        string? continuationToken = null, int? pageSize = null, CancellationToken cancellation = default);

    /// <summary>What has happened to an instance.</summary>
    Task<IReadOnlyList<WorkflowHistoryEvent>> GetInstanceHistoryAsync(
        string instanceId, CancellationToken cancellation = default);
}
