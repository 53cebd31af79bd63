using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>Makes events of a history.</summary>
internal static class HistoryEvents
{
    /// <summary>An event that no action of the workflow caused.</summary>
    public static HistoryEvent Create(Timestamp at, Action<HistoryEvent> set)
    {
        var created = new HistoryEvent { EventId = -1, Timestamp = at };
        set(created);
        return created;
    }

    /// <summary>The event that an execution starts with; it gets an execution id of its own.</summary>
    public static HistoryEvent Start(Timestamp at, ExecutionStartedEvent started, string instanceId)
    {
        started.WorkflowInstance = new WorkflowInstance { InstanceId = instanceId, ExecutionId = Guid.NewGuid().ToString("N") };
        return Create(at, start => start.ExecutionStarted = started);
    }

    /// <summary>How an activity ended.</summary>
    public static HistoryEvent ActivityEnd(Timestamp at, ActivityWork activity, ActivityResponse response) => Create(at, end =>
    {
        if (response.FailureDetails is { } failure)
            end.TaskFailed = new TaskFailedEvent
            {
                TaskScheduledId = activity.TaskId,
                FailureDetails = failure,
                TaskExecutionId = activity.TaskExecutionId,
            };
        else
            end.TaskCompleted = new TaskCompletedEvent
            {
                TaskScheduledId = activity.TaskId,
                Result = response.Result,
                TaskExecutionId = activity.TaskExecutionId,
            };
    });

    /// <summary>A timer has fired.</summary>
    public static HistoryEvent TimerFired(Timestamp at, HistoryEvent timer) =>
        Create(at, fired => fired.TimerFired = new TimerFiredEvent { TimerId = timer.EventId, FireAt = timer.TimerCreated.FireAt });

    /// <summary>A child workflow failed, or could not be started.</summary>
    public static HistoryEvent ChildFailed(Timestamp at, int taskId, TaskFailureDetails failure)
    {
        var failed = new ChildWorkflowInstanceFailedEvent { TaskScheduledId = taskId, FailureDetails = failure };
        return Create(at, added => added.ChildWorkflowInstanceFailed = failed);
    }

    /// <summary>A child workflow completed.</summary>
    public static HistoryEvent ChildCompleted(Timestamp at, int taskId, string? result)
    {
        var completed = new ChildWorkflowInstanceCompletedEvent { TaskScheduledId = taskId, Result = result };
        return Create(at, added => added.ChildWorkflowInstanceCompleted = completed);
    }

    /// <summary>The timer that an action asks for.</summary>
    public static TimerCreatedEvent TimerOf(CreateTimerAction timer)
    {
        var created = new TimerCreatedEvent { FireAt = timer.FireAt };
        if (timer.HasName)
            created.Name = timer.Name;
        switch (timer.OriginCase)
        {
            case CreateTimerAction.OriginOneofCase.CreateTimer:
                created.CreateTimer = timer.CreateTimer;
                break;
            case CreateTimerAction.OriginOneofCase.ExternalEvent:
                created.ExternalEvent = timer.ExternalEvent;
                break;
            case CreateTimerAction.OriginOneofCase.ActivityRetry:
                created.ActivityRetry = timer.ActivityRetry;
                break;
            case CreateTimerAction.OriginOneofCase.ChildWorkflowRetry:
                created.ChildWorkflowRetry = timer.ChildWorkflowRetry;
                break;
            default:
                break;
        }

        return created;
    }
}
