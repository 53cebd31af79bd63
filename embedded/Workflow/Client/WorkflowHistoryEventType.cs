namespace Dapr.Workflow.Client;

/// <summary>What happened to an instance.</summary>
public enum WorkflowHistoryEventType
{
    /// <summary>Something that this version does not know.</summary>
    Unknown = 0,

    /// <summary>The instance was started.</summary>
    ExecutionStarted,

    /// <summary>The instance ended.</summary>
    ExecutionCompleted,

    /// <summary>The instance was ended from outside.</summary>
    ExecutionTerminated,

    /// <summary>An activity was called.</summary>
    TaskScheduled,

    /// <summary>An activity returned.</summary>
    TaskCompleted,

    /// <summary>An activity failed.</summary>
    TaskFailed,

    /// <summary>A child was started.</summary>
    SubOrchestrationInstanceCreated,

    /// <summary>A child returned.</summary>
    SubOrchestrationInstanceCompleted,

    /// <summary>A child failed.</summary>
    SubOrchestrationInstanceFailed,

    /// <summary>A timer was set.</summary>
    TimerCreated,

    /// <summary>A timer fired.</summary>
    TimerFired,

    /// <summary>A turn began.</summary>
    OrchestratorStarted,

    /// <summary>A turn ended.</summary>
    OrchestratorCompleted,

    /// <summary>An event was sent to another instance.</summary>
    EventSent,

    /// <summary>An event came from outside.</summary>
    EventRaised,

    /// <summary>An event without a meaning of its own.</summary>
    GenericEvent,

    /// <summary>A snapshot.</summary>
    HistoryState,

    /// <summary>The instance began anew.</summary>
    ContinueAsNew,

    /// <summary>The instance was held.</summary>
    ExecutionSuspended,

    /// <summary>The instance was let go on.</summary>
    ExecutionResumed,

    /// <summary>No worker's code fitted the history.</summary>
    ExecutionStalled,
}
