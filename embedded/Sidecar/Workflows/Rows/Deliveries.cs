using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>Writes the events that one instance causes for another.</summary>
internal static class Deliveries
{
    /// <summary>Writes an event to the inbox of an instance; null where the instance has ended.</summary>
    public static DeliveredEvent? Deliver(WriteScope scope, long key, HistoryEvent added)
    {
        if (!WorkflowRows.IsActive(scope.Session, key))
            return null;
        var number = scope.NextNumber();
        WorkflowRows.InsertInbox(scope.Session, key, number, added);
        return new DeliveredEvent(key, new InboxEvent(added, number));
    }

    /// <summary>Writes the end of a child to the inbox of its parent; null where no parent waits for it.</summary>
    public static DeliveredEvent? DeliverEnd(
        WriteScope scope, long? parentKey, ExecutionStartedEvent child, ExecutionCompletedEvent end, Timestamp now)
    {
        if (parentKey is not { } parent || child.ParentInstance is not { } info)
            return null;
        // After a continue-as-new the parent's action of this id is another one.
        if (WorkflowRows.FindActive(scope.Session, parent)?.Started.WorkflowInstance.ExecutionId != info.WorkflowInstance.ExecutionId)
            return null;
        return Deliver(scope, parent, end.WorkflowStatus == OrchestrationStatus.Completed
            ? HistoryEvents.ChildCompleted(now, info.TaskScheduledId, end.Result)
            : HistoryEvents.ChildFailed(now, info.TaskScheduledId, end.FailureDetails ?? new TaskFailureDetails
            {
                ErrorType = end.WorkflowStatus.ToString(),
                ErrorMessage = $"Workflow {child.Name} with id '{child.WorkflowInstance.InstanceId}' ended as {end.WorkflowStatus}",
            }));
    }
}
