using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>Something that the code asked for and that the history records: a call, a timer, an event that is sent.</summary>
internal abstract class Step
{
    /// <summary>The place in the order in which the code asked.</summary>
    public int Id { get; set; }

    public StepState State { get; set; }

    /// <summary>Whether a history event of the same id records this very step.</summary>
    public abstract bool IsRecordedBy(HistoryEvent recorded);

    /// <summary>The step in words, for whoever has to find what changed.</summary>
    public abstract string Describe();

    /// <summary>The step as the sidecar is asked for it.</summary>
    public abstract WorkflowAction ToAction();

    /// <summary>It came to its end; the code goes on within this call.</summary>
    public virtual void Complete(string? result) => State = StepState.Closed;

    /// <summary>It failed; the code goes on within this call.</summary>
    public virtual void Fail(TaskFailureDetails details) => State = StepState.Closed;
}
