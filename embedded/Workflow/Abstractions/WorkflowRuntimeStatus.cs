namespace Dapr.Workflow;

/// <summary>How far an instance is.</summary>
public enum WorkflowRuntimeStatus
{
    /// <summary>There is no such instance.</summary>
    Unknown = -1,

    /// <summary>It has begun and not ended.</summary>
    Running,

    /// <summary>It returned.</summary>
    Completed,

    /// <summary>It is about to begin anew.</summary>
    ContinuedAsNew,

    /// <summary>It threw, or could not be run.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Canceled,

    /// <summary>It was ended from outside.</summary>
    Terminated,

    /// <summary>It has not begun yet.</summary>
    Pending,

    /// <summary>It is held from outside.</summary>
    Suspended,

    /// <summary>No worker's code fits its history.</summary>
    Stalled,
}
