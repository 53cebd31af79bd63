using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Workflow.Tests.Fixtures;

/// <summary>Events of a history.</summary>
internal static class Happened
{
    public static HistoryEvent TurnStarted(DateTime at) => new()
    {
        EventId = -1,
        Timestamp = Timestamp.FromDateTime(at),
        WorkflowStarted = new WorkflowStartedEvent(),
    };

    public static HistoryEvent Started(string name, string? input, string instanceId, string? executionId = "e-1") => new()
    {
        EventId = -1,
        ExecutionStarted = new ExecutionStartedEvent
        {
            Name = name,
            Input = input,
            WorkflowInstance = new WorkflowInstance { InstanceId = instanceId, ExecutionId = executionId },
        },
    };

    public static HistoryEvent ActivityReturned(int id, string? result = null) =>
        new() { EventId = -1, TaskCompleted = new TaskCompletedEvent { TaskScheduledId = id, Result = result } };

    public static HistoryEvent ActivityFailed(
        int id, string message = "no luck", string type = "System.InvalidOperationException", bool forGood = false) => new()
        {
            EventId = -1,
            TaskFailed = new TaskFailedEvent
            {
                TaskScheduledId = id,
                FailureDetails = new TaskFailureDetails
                {
                    ErrorType = type,
                    ErrorMessage = message,
                    StackTrace = "at there",
                    IsNonRetriable = forGood,
                },
            },
        };

    public static HistoryEvent ChildReturned(int id, string? result = null) => new()
    {
        EventId = -1,
        ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent { TaskScheduledId = id, Result = result },
    };

    public static HistoryEvent ChildFailed(int id, string message = "no luck") => new()
    {
        EventId = -1,
        ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent
        {
            TaskScheduledId = id,
            FailureDetails = new TaskFailureDetails { ErrorType = "System.Exception", ErrorMessage = message },
        },
    };

    public static HistoryEvent TimerFired(int id) =>
        new() { EventId = -1, TimerFired = new TimerFiredEvent { TimerId = id } };

    public static HistoryEvent Raised(string name, string? input = null) =>
        new() { EventId = -1, EventRaised = new EventRaisedEvent { Name = name, Input = input } };

    public static HistoryEvent Suspended() => new() { EventId = -1, ExecutionSuspended = new ExecutionSuspendedEvent() };

    public static HistoryEvent Resumed() => new() { EventId = -1, ExecutionResumed = new ExecutionResumedEvent() };

    public static HistoryEvent Terminated(string? output) =>
        new() { EventId = -1, ExecutionTerminated = new ExecutionTerminatedEvent { Input = output } };

    /// <summary>What a history has of an action; null of one that ends the instance.</summary>
    public static HistoryEvent? Recorded(WorkflowAction action) => action.WorkflowActionTypeCase switch
    {
        WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask => new HistoryEvent
        {
            EventId = action.Id,
            TaskScheduled = new TaskScheduledEvent
            {
                Name = action.ScheduleTask.Name,
                Input = action.ScheduleTask.Input,
                TaskExecutionId = action.ScheduleTask.TaskExecutionId,
            },
        },
        WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer => new HistoryEvent
        {
            EventId = action.Id,
            TimerCreated = new TimerCreatedEvent { FireAt = action.CreateTimer.FireAt },
        },
        WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow => new HistoryEvent
        {
            EventId = action.Id,
            ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
            {
                Name = action.CreateChildWorkflow.Name,
                InstanceId = action.CreateChildWorkflow.InstanceId,
                Input = action.CreateChildWorkflow.Input,
            },
        },
        WorkflowAction.WorkflowActionTypeOneofCase.SendEvent => new HistoryEvent
        {
            EventId = action.Id,
            EventSent = new EventSentEvent { Name = action.SendEvent.Name, InstanceId = action.SendEvent.Instance.InstanceId },
        },
        _ => null,
    };
}
