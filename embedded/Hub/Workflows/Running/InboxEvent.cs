using Embedded.Workflow.Protocol;

namespace Embedded.Hub.Workflows.Running;

/// <summary>What an instance was told and has not taken in a turn yet.</summary>
/// <param name="Event">The event.</param>
/// <param name="Number">
/// Its row in the file; 0 for one that isn't kept: the result of an activity or a timer, which comes again should it
/// be lost, because whatever it is the result of stays open in the history.
/// </param>
internal readonly record struct InboxEvent(HistoryEvent Event, long Number)
{
    /// <summary>Whether it answers what an execution asked for, and so is nothing to the next.</summary>
    public bool IsAnswer => Event.EventTypeCase
        is HistoryEvent.EventTypeOneofCase.TaskCompleted or HistoryEvent.EventTypeOneofCase.TaskFailed
        or HistoryEvent.EventTypeOneofCase.TimerFired
        or HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCompleted or HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceFailed;
}
