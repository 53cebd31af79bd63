using Embedded.Workflow.Protocol;
using Google.Protobuf.Collections;

namespace Dapr.Workflow.Replay;

/// <summary>Everything that the code has asked for since its first line; a step's id is its place here.</summary>
internal sealed class StepList
{
    private readonly List<Step> _steps = [];

    public int Count => _steps.Count;

    /// <summary>The code asks for a step.</summary>
    public TStep Ask<TStep>(TStep step) where TStep : Step
    {
        step.Id = _steps.Count;
        _steps.Add(step);
        return step;
    }

    /// <summary>The history has a step, which the code must have asked for.</summary>
    /// <exception cref="NonDeterministicWorkflowException">It did not.</exception>
    public void Record(HistoryEvent recorded)
    {
        var step = Find(recorded.EventId);
        if (step is not { State: StepState.Asked } || !step.IsRecordedBy(recorded))
            throw NonDeterministicWorkflowException.Of(recorded, step, _steps.Count);
        step.State = recorded.EventTypeCase == HistoryEvent.EventTypeOneofCase.EventSent
            ? StepState.Closed
            : StepState.Recorded;
    }

    /// <summary>A step ended. One that is unknown or over is not an error: events may come twice.</summary>
    public void Complete(int id, string? result)
    {
        if (Find(id) is { State: not StepState.Closed } step)
            step.Complete(result);
    }

    /// <summary>A step failed.</summary>
    public void Fail(int id, TaskFailureDetails? details)
    {
        if (Find(id) is { State: not StepState.Closed } step)
            step.Fail(details ?? new TaskFailureDetails { ErrorType = "Unknown", ErrorMessage = "Nothing is known of the failure." });
    }

    /// <summary>Whether anything is under way whose end would let the code go on.</summary>
    public bool AnyOpen()
    {
        foreach (var step in _steps)
            if (step.State != StepState.Closed && step is not EventStep)
                return true;
        return false;
    }

    /// <summary>What the history doesn't have yet, for the sidecar.</summary>
    public void WriteNewTo(RepeatedField<WorkflowAction> actions)
    {
        foreach (var step in _steps)
            if (step.State == StepState.Asked)
                actions.Add(step.ToAction());
    }

    private Step? Find(int id) => (uint)id < (uint)_steps.Count ? _steps[id] : null;
}
