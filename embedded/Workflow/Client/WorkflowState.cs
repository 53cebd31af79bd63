using Protocol = Embedded.Workflow.Protocol;

namespace Dapr.Workflow;

/// <summary>How far an instance was when it was asked.</summary>
public sealed class WorkflowState
{
    private readonly Protocol.WorkflowState? _state;

    internal WorkflowState(Protocol.WorkflowState? state) => _state = state;

    /// <summary>The name of its workflow; null where there is no such instance.</summary>
    public string? WorkflowName => _state?.Name;

    /// <summary>Whether there is such an instance.</summary>
    public bool Exists => _state is not null;

    /// <summary>Whether it is running.</summary>
    public bool IsWorkflowRunning => RuntimeStatus == WorkflowRuntimeStatus.Running;

    /// <summary>Whether it has ended, however.</summary>
    public bool IsWorkflowCompleted => RuntimeStatus
        is WorkflowRuntimeStatus.Completed or WorkflowRuntimeStatus.Failed
        or WorkflowRuntimeStatus.Terminated or WorkflowRuntimeStatus.Canceled;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt => _state?.CreatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>When it changed last.</summary>
    public DateTimeOffset LastUpdatedAt => _state?.LastUpdatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>How far it is; unknown where there is no such instance.</summary>
    public WorkflowRuntimeStatus RuntimeStatus => _state?.WorkflowStatus.ToRuntimeStatus() ?? WorkflowRuntimeStatus.Unknown;

    /// <summary>Why it failed; null where it did not, or where inputs and outputs were not asked for.</summary>
    public WorkflowTaskFailureDetails? FailureDetails => _state?.FailureDetails?.ToDetails();

    /// <summary>What it was started with; the type's default where that was nothing or was not asked for.</summary>
    public T? ReadInputAs<T>() => Json.Read<T>(_state?.Input);

    /// <summary>What it returned; the type's default where that was nothing or was not asked for.</summary>
    public T? ReadOutputAs<T>() => Json.Read<T>(_state?.Output);

    /// <summary>Its custom status; the type's default where it has none or that was not asked for.</summary>
    public T? ReadCustomStatusAs<T>() => Json.Read<T>(_state?.CustomStatus);
}
