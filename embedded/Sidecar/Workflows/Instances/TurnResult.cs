using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ActionCase = Dapr.DurableTask.Protobuf.WorkflowAction.WorkflowActionTypeOneofCase;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>
/// The result of a turn: the events that it adds to the history, and what must be done because of them. It depends on
/// the turn and the worker's response only, and has no effects.
/// </summary>
internal sealed class TurnResult
{
    private readonly Instance _instance;
    private readonly Timestamp _now;
    private bool _onlySchedulesActivities = true;

    private TurnResult(Instance instance, IReadOnlyList<HistoryEvent> newEvents, Timestamp now)
    {
        _instance = instance;
        _now = now;
        Events.AddRange(newEvents);
    }

    /// <summary>The turn's new events, then one event for each action.</summary>
    public List<HistoryEvent> Events { get; } = [];

    /// <summary>The start events of the children that it created, each with the child's app-id.</summary>
    public List<(string App, HistoryEvent Start)> Children { get; } = [];

    /// <summary>The events that it sent to other instances of its app.</summary>
    public List<(string Id, HistoryEvent Event)> Sent { get; } = [];

    /// <summary>The instances that it terminated.</summary>
    public List<TerminateWorkflowAction> Terminated { get; } = [];

    /// <summary>How the workflow ended; null where it goes on.</summary>
    public ExecutionCompletedEvent? End { get; private set; }

    /// <summary>The start event of the next execution after a continue-as-new; null otherwise.</summary>
    public HistoryEvent? NextStart { get; private set; }

    /// <summary>The events that a continue-as-new hands to the next execution.</summary>
    public List<HistoryEvent> CarriedOver { get; } = [];

    /// <summary>
    /// Whether the activities may start before the turn is on disk, so that the turn is written together with the next
    /// one. That holds for a first turn that only schedules activities: repeated after a crash, the turn has the same
    /// result, and an activity may run twice in any case.
    /// </summary>
    public bool IsRepeatable =>
        _instance.Turns == 0 && _onlySchedulesActivities && Children.Count + Sent.Count + Terminated.Count == 0 && End is null && NextStart is null;

    public static TurnResult Of(Instance instance, IReadOnlyList<HistoryEvent> newEvents, WorkflowResponse response, Timestamp now)
    {
        var result = new TurnResult(instance, newEvents, now);
        foreach (var action in response.Actions)
            result.Add(action);
        if (response.Version is not null && newEvents.FirstOrDefault(added => added.WorkflowStarted is not null) is { } started)
            started.WorkflowStarted.Version = response.Version;
        return result;
    }

    private void Add(WorkflowAction action)
    {
        _onlySchedulesActivities &= action.WorkflowActionTypeCase == ActionCase.ScheduleTask;
        switch (action.WorkflowActionTypeCase)
        {
            case ActionCase.ScheduleTask:
                ScheduleActivity(action);
                break;
            case ActionCase.CreateTimer:
                AddEvent(action, created => created.TimerCreated = HistoryEvents.TimerOf(action.CreateTimer));
                break;
            case ActionCase.CreateChildWorkflow:
                CreateChild(action);
                break;
            case ActionCase.SendEvent:
                SendEvent(action);
                break;
            case ActionCase.TerminateWorkflow:
                Terminated.Add(action.TerminateWorkflow);
                break;
            case ActionCase.CompleteWorkflow when action.CompleteWorkflow.WorkflowStatus == OrchestrationStatus.ContinuedAsNew:
                ContinueAsNew(action.CompleteWorkflow);
                break;
            case ActionCase.CompleteWorkflow:
                Complete(action);
                break;
            default:
                FailForUnknown(action);
                break;
        }
    }

    private void ScheduleActivity(WorkflowAction action)
    {
        var scheduled = AddEvent(action, added => added.TaskScheduled = new TaskScheduledEvent
        {
            Name = action.ScheduleTask.Name,
            Version = action.ScheduleTask.Version,
            Input = action.ScheduleTask.Input,
            TaskExecutionId = action.ScheduleTask.TaskExecutionId,
            ParentTraceContext = _instance.Started.ParentTraceContext,
        });
        scheduled.Router = action.ScheduleTask.Router ?? action.Router;
    }

    private void CreateChild(WorkflowAction action)
    {
        var child = action.CreateChildWorkflow;
        var id = child.InstanceId.Length > 0 ? child.InstanceId : $"{_instance.ExecutionId}:{action.Id}";
        var app = (child.Router ?? action.Router) is { HasTargetAppID: true, TargetAppID: { Length: > 0 } target } ? target : _instance.App;
        AddEvent(action, created => created.ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
        {
            InstanceId = id,
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = _instance.Started.ParentTraceContext,
        });
        Children.Add((app, HistoryEvents.Start(_now, new ExecutionStartedEvent
        {
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = _instance.Started.ParentTraceContext,
            ParentInstance = new ParentInstanceInfo
            {
                TaskScheduledId = action.Id,
                Name = _instance.Started.Name,
                WorkflowInstance = _instance.Started.WorkflowInstance,
                AppID = _instance.App,
            },
        }, id)));
    }

    private void SendEvent(WorkflowAction action)
    {
        var sent = action.SendEvent;
        var target = sent.Instance.InstanceId;
        AddEvent(action, added => added.EventSent = new EventSentEvent { InstanceId = target, Name = sent.Name, Input = sent.Data });
        Sent.Add((target, HistoryEvents.Create(_now, added => added.EventRaised = new EventRaisedEvent { Name = sent.Name, Input = sent.Data })));
    }

    private void ContinueAsNew(CompleteWorkflowAction complete)
    {
        var before = _instance.Started;
        NextStart = HistoryEvents.Start(_now, new ExecutionStartedEvent
        {
            Name = before.Name,
            Version = complete.NewVersion ?? before.Version,
            Input = complete.Result,
            ParentTraceContext = before.ParentTraceContext,
            ParentInstance = before.ParentInstance,
        }, _instance.Id);
        CarriedOver.AddRange(complete.CarryoverEvents);
    }

    private void Complete(WorkflowAction action)
    {
        End = new ExecutionCompletedEvent
        {
            WorkflowStatus = action.CompleteWorkflow.WorkflowStatus,
            Result = action.CompleteWorkflow.Result,
            FailureDetails = action.CompleteWorkflow.FailureDetails,
        };
        AddEvent(action, completed => completed.ExecutionCompleted = End);
    }

    // An action of a newer protocol: without this the instance would wait for its result without end.
    private void FailForUnknown(WorkflowAction action) => End = new ExecutionCompletedEvent
    {
        WorkflowStatus = OrchestrationStatus.Failed,
        FailureDetails = new TaskFailureDetails
        {
            ErrorType = "UnknownAction",
            ErrorMessage = $"Action {action.Id} of workflow {_instance.Started.Name} is of a kind that the embedded sidecar doesn't have",
            IsNonRetriable = true,
        },
    };

    private HistoryEvent AddEvent(WorkflowAction action, Action<HistoryEvent> set)
    {
        var added = HistoryEvents.Create(_now, set);
        added.EventId = action.Id;
        Events.Add(added);
        return added;
    }
}
