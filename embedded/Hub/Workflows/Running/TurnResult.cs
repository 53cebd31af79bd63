using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows.Running;

/// <summary>
/// What a turn of an instance comes to: the events that it adds to the history, and what is to be done because of
/// them. A function of the turn and the worker's answer, without effects.
/// </summary>
internal sealed class TurnResult
{
    private readonly Instance _instance;
    private readonly Timestamp _now;
    private bool _onlySchedules = true;

    private TurnResult(Instance instance, IReadOnlyList<HistoryEvent> taken, Timestamp now)
    {
        _instance = instance;
        _now = now;
        Events.AddRange(taken);
    }

    /// <summary>What the turn took, then what it asked for.</summary>
    public List<HistoryEvent> Events { get; } = [];

    /// <summary>The children that it made, as they begin, with their app-ids.</summary>
    public List<(string App, HistoryEvent Begin)> Children { get; } = [];

    /// <summary>The events that it sent to other instances of its app.</summary>
    public List<(string Id, HistoryEvent Event)> Sent { get; } = [];

    /// <summary>The instances that it terminated.</summary>
    public List<TerminateWorkflowAction> Terminated { get; } = [];

    /// <summary>How it ended; null where it goes on.</summary>
    public ExecutionCompletedEvent? End { get; private set; }

    /// <summary>How it begins again; null where it doesn't.</summary>
    public HistoryEvent? Again { get; private set; }

    /// <summary>The events that it had not taken when it began again.</summary>
    public List<HistoryEvent> CarriedOver { get; } = [];

    /// <summary>
    /// Whether the turn may be acted on before it is written, and written with the next: it was the first, took nothing
    /// that isn't on disk, and did no more than to schedule activities. Taken again after a crash it comes to the same,
    /// and activities may run twice in any case.
    /// </summary>
    public bool IsRepeatable =>
        _instance.Turns == 0 && _onlySchedules && Children.Count + Sent.Count + Terminated.Count == 0 && End is null && Again is null;

    public static TurnResult Of(Instance instance, IReadOnlyList<HistoryEvent> taken, WorkflowResponse response, DateTimeOffset now)
    {
        var result = new TurnResult(instance, taken, Timestamp.FromDateTimeOffset(now));
        foreach (var action in response.Actions)
            result.Add(action);
        if (response.Version is not null && taken.FirstOrDefault(happened => happened.WorkflowStarted is not null) is { } started)
            started.WorkflowStarted.Version = response.Version;
        return result;
    }

    /// <summary>The event that a workflow begins with.</summary>
    public static HistoryEvent BeginOf(
        string id, string name, string? version, string? input, TraceContext? trace, Timestamp? startAt, ParentInstanceInfo? parent, Timestamp now) => new()
        {
            EventId = -1,
            Timestamp = now,
            ExecutionStarted = new ExecutionStartedEvent
            {
                Name = name,
                Version = version,
                Input = input,
                WorkflowInstance = new WorkflowInstance { InstanceId = id, ExecutionId = Guid.NewGuid().ToString("N") },
                ParentInstance = parent,
                ParentTraceContext = trace,
                ScheduledStartTimestamp = startAt,
            },
        };

    private void Add(WorkflowAction action)
    {
        _onlySchedules &= action.WorkflowActionTypeCase == WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask;
        switch (action.WorkflowActionTypeCase)
        {
            case WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask:
                Happened(action, happened => happened.TaskScheduled = new TaskScheduledEvent
                {
                    Name = action.ScheduleTask.Name,
                    Version = action.ScheduleTask.Version,
                    Input = action.ScheduleTask.Input,
                    TaskExecutionId = action.ScheduleTask.TaskExecutionId,
                    ParentTraceContext = _instance.Started.ParentTraceContext,
                }).Router = action.ScheduleTask.Router ?? action.Router;
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer:
                Happened(action, happened => happened.TimerCreated = TimerOf(action.CreateTimer));
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow:
                AddChild(action);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.SendEvent:
                var sent = action.SendEvent;
                Happened(action, happened => happened.EventSent = new EventSentEvent
                {
                    InstanceId = sent.Instance.InstanceId,
                    Name = sent.Name,
                    Input = sent.Data,
                });
                Sent.Add((sent.Instance.InstanceId, EventOf(raised => raised.EventRaised = new EventRaisedEvent { Name = sent.Name, Input = sent.Data }, _now)));
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.TerminateWorkflow:
                Terminated.Add(action.TerminateWorkflow);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CompleteWorkflow:
                Complete(action);
                break;
            default:
                // An action of a newer protocol: the instance would wait for it for ever.
                End = new ExecutionCompletedEvent
                {
                    WorkflowStatus = WorkflowStatus.Failed,
                    FailureDetails = new TaskFailureDetails
                    {
                        ErrorType = "UnknownAction",
                        ErrorMessage = $"Action {action.Id} of workflow {_instance.Started.Name} is of a kind that the embedded sidecar doesn't have",
                        IsNonRetriable = true,
                    },
                };
                break;
        }
    }

    /// <summary>An event that no action made.</summary>
    public static HistoryEvent EventOf(Action<HistoryEvent> set, Timestamp at)
    {
        var happened = new HistoryEvent { EventId = -1, Timestamp = at };
        set(happened);
        return happened;
    }

    private static TimerCreatedEvent TimerOf(CreateTimerAction timer)
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

    private void AddChild(WorkflowAction action)
    {
        var child = action.CreateChildWorkflow;
        var id = child.InstanceId.Length > 0 ? child.InstanceId : $"{_instance.ExecutionId}:{action.Id}";
        var app = (child.Router ?? action.Router) is { HasTargetAppID: true, TargetAppID: { Length: > 0 } target } ? target : _instance.App;
        var trace = _instance.Started.ParentTraceContext;
        Happened(action, happened => happened.ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
        {
            InstanceId = id,
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = trace,
        });
        var parent = new ParentInstanceInfo
        {
            TaskScheduledId = action.Id,
            Name = _instance.Started.Name,
            WorkflowInstance = _instance.Started.WorkflowInstance,
            AppID = _instance.App,
        };
        Children.Add((app, BeginOf(id, child.Name, child.Version, child.Input, trace, null, parent, _now)));
    }

    private void Complete(WorkflowAction action)
    {
        var complete = action.CompleteWorkflow;
        if (complete.WorkflowStatus == WorkflowStatus.ContinuedAsNew)
        {
            var before = _instance.Started;
            Again = BeginOf(
                _instance.Id, before.Name, complete.NewVersion ?? before.Version, complete.Result, before.ParentTraceContext, null, before.ParentInstance, _now);
            CarriedOver.AddRange(complete.CarryoverEvents);
            return;
        }

        End = new ExecutionCompletedEvent
        {
            WorkflowStatus = complete.WorkflowStatus,
            Result = complete.Result,
            FailureDetails = complete.FailureDetails,
        };
        Happened(action, happened => happened.ExecutionCompleted = End);
    }

    private HistoryEvent Happened(WorkflowAction action, Action<HistoryEvent> set)
    {
        var happened = EventOf(set, _now);
        happened.EventId = action.Id;
        Events.Add(happened);
        return happened;
    }
}
