using Dapr.DurableTask.Protobuf;
using EventCase = Dapr.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>An event that waits for the next turn of its instance.</summary>
/// <param name="Event">The event.</param>
/// <param name="Number">
/// Its row in the file; 0 for an activity's result and a timer, which have none: they come again after a crash, because
/// the history shows that the activity or timer is still open.
/// </param>
internal readonly record struct InboxEvent(HistoryEvent Event, long Number)
{
    /// <summary>Whether the event answers an action of one execution, and so means nothing to the next execution.</summary>
    public bool IsAnswer => Event.EventTypeCase
        is EventCase.TaskCompleted or EventCase.TaskFailed or EventCase.TimerFired
        or EventCase.ChildWorkflowInstanceCompleted or EventCase.ChildWorkflowInstanceFailed;
}

/// <summary>An event that was written to the inbox of an instance.</summary>
/// <param name="Key">The instance's key.</param>
/// <param name="Event">The event.</param>
internal readonly record struct DeliveredEvent(long Key, InboxEvent Event);
