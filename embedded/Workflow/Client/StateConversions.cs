using Dapr.Workflow.Client;
using Embedded.Workflow.Protocol;
using EventCase = Embedded.Workflow.Protocol.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow;

/// <summary>The protocol's words in the package's.</summary>
internal static class StateConversions
{
    public static WorkflowRuntimeStatus ToRuntimeStatus(this WorkflowStatus status) => status switch
    {
        WorkflowStatus.Running => WorkflowRuntimeStatus.Running,
        WorkflowStatus.Completed => WorkflowRuntimeStatus.Completed,
        WorkflowStatus.ContinuedAsNew => WorkflowRuntimeStatus.ContinuedAsNew,
        WorkflowStatus.Failed => WorkflowRuntimeStatus.Failed,
        WorkflowStatus.Canceled => WorkflowRuntimeStatus.Canceled,
        WorkflowStatus.Terminated => WorkflowRuntimeStatus.Terminated,
        WorkflowStatus.Pending => WorkflowRuntimeStatus.Pending,
        WorkflowStatus.Suspended => WorkflowRuntimeStatus.Suspended,
        WorkflowStatus.Stalled => WorkflowRuntimeStatus.Stalled,
        _ => WorkflowRuntimeStatus.Unknown,
    };

    public static WorkflowTaskFailureDetails ToDetails(this TaskFailureDetails? details) => details is null
        ? new WorkflowTaskFailureDetails("Unknown", "Nothing is known of the failure.")
        : new WorkflowTaskFailureDetails(details.ErrorType, details.ErrorMessage, details.StackTrace);

    public static WorkflowHistoryEvent ToHistoryEvent(this HistoryEvent happened) => new(
        happened.EventId, happened.EventTypeCase.ToEventType(), happened.Timestamp?.ToDateTime() ?? DateTime.MinValue);

    private static WorkflowHistoryEventType ToEventType(this EventCase type) => type switch
    {
        EventCase.ExecutionStarted => WorkflowHistoryEventType.ExecutionStarted,
        EventCase.ExecutionCompleted => WorkflowHistoryEventType.ExecutionCompleted,
        EventCase.ExecutionTerminated => WorkflowHistoryEventType.ExecutionTerminated,
        EventCase.TaskScheduled => WorkflowHistoryEventType.TaskScheduled,
        EventCase.TaskCompleted => WorkflowHistoryEventType.TaskCompleted,
        EventCase.TaskFailed => WorkflowHistoryEventType.TaskFailed,
        EventCase.ChildWorkflowInstanceCreated => WorkflowHistoryEventType.SubOrchestrationInstanceCreated,
        EventCase.ChildWorkflowInstanceCompleted => WorkflowHistoryEventType.SubOrchestrationInstanceCompleted,
        EventCase.ChildWorkflowInstanceFailed => WorkflowHistoryEventType.SubOrchestrationInstanceFailed,
        EventCase.TimerCreated => WorkflowHistoryEventType.TimerCreated,
        EventCase.TimerFired => WorkflowHistoryEventType.TimerFired,
        EventCase.WorkflowStarted => WorkflowHistoryEventType.OrchestratorStarted,
        EventCase.WorkflowCompleted => WorkflowHistoryEventType.OrchestratorCompleted,
        EventCase.EventSent => WorkflowHistoryEventType.EventSent,
        EventCase.EventRaised => WorkflowHistoryEventType.EventRaised,
        EventCase.ContinueAsNew => WorkflowHistoryEventType.ContinueAsNew,
        EventCase.ExecutionSuspended => WorkflowHistoryEventType.ExecutionSuspended,
        EventCase.ExecutionResumed => WorkflowHistoryEventType.ExecutionResumed,
        _ => WorkflowHistoryEventType.Unknown,
    };
}
