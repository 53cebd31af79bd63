using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows.Writing;

/// <summary>What an instance is told by another's doing, as it stands in the file.</summary>
internal readonly record struct InstanceTold(long Key, InboxEvent Told)
{
    /// <summary>Tells an instance, should it still run.</summary>
    public static InstanceTold? Tell(WriteScope scope, long key, HistoryEvent told)
    {
        if (!WorkflowRows.IsActive(scope.Session, key))
            return null;
        var number = scope.NextNumber();
        WorkflowRows.InsertInbox(scope.Session, key, number, told);
        return new InstanceTold(key, new InboxEvent(told, number));
    }

    /// <summary>Tells the parent of an instance how it ended; null where there is none that waits.</summary>
    public static InstanceTold? ByEndOf(WriteScope scope, long? parentKey, ExecutionStartedEvent child, ExecutionCompletedEvent end, Timestamp now)
    {
        if (parentKey is not { } parent || child.ParentInstance is not { } info)
            return null;
        // One that began again since asked for something else by that number.
        if (WorkflowRows.FindActive(scope.Session, parent)?.Started.WorkflowInstance.ExecutionId != info.WorkflowInstance.ExecutionId)
            return null;
        return Tell(scope, parent, end.WorkflowStatus == WorkflowStatus.Completed
            ? TurnResult.EventOf(
                happened => happened.ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent
                {
                    TaskScheduledId = info.TaskScheduledId,
                    Result = end.Result,
                }, now)
            : Failed(info.TaskScheduledId, end.FailureDetails ?? new TaskFailureDetails
            {
                ErrorType = end.WorkflowStatus.ToString(),
                ErrorMessage = $"Workflow {child.Name} with id '{child.WorkflowInstance.InstanceId}' ended as {end.WorkflowStatus}",
            }, now));
    }

    /// <summary>A child that could not be, or failed.</summary>
    public static HistoryEvent Failed(int taskId, TaskFailureDetails failure, Timestamp now) => TurnResult.EventOf(
        happened => happened.ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent { TaskScheduledId = taskId, FailureDetails = failure }, now);
}
