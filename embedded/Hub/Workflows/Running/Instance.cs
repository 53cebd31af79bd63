using Embedded.Hub.Workflows.Working;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows.Running;

/// <summary>
/// An instance that has not ended: its history, what it was told since, and what it waits for. Guarded by the engine's
/// lock.
/// </summary>
internal sealed class Instance
{
    private TaskCompletionSource? _begun;
    private TaskCompletionSource? _ended;

    public Instance(long key, string app, long? parent, HistoryEvent begin, DateTimeOffset createdAt)
    {
        Key = key;
        App = app;
        Parent = parent;
        Begin = begin;
        CreatedAt = UpdatedAt = createdAt;
    }

    /// <summary>The row in the file; an id that is used again after a purge has another.</summary>
    public long Key { get; }

    /// <summary>The app-id whose workflow it is.</summary>
    public string App { get; }

    /// <summary>The key of the workflow that made it; null where a client did.</summary>
    public long? Parent { get; }

    /// <summary>The event it began with; another after each continue-as-new.</summary>
    public HistoryEvent Begin { get; private set; }

    public ExecutionStartedEvent Started => Begin.ExecutionStarted;

    public string Id => Started.WorkflowInstance.InstanceId;

    public string ExecutionId => Started.WorkflowInstance.ExecutionId;

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public string? CustomStatus { get; set; }

    /// <summary>The turns in the file, since the last continue-as-new.</summary>
    public int Turns { get; private set; }

    public List<HistoryEvent> Past { get; } = [];

    /// <summary>The end of <see cref="Past"/> that is to be written with the next turn: see <see cref="TurnResult.IsRepeatable"/>.</summary>
    public List<HistoryEvent> Unwritten { get; } = [];

    /// <summary>The time that the code sees in its first turn, the same however often that is taken.</summary>
    public Timestamp FirstTurnAt => Started.ScheduledStartTimestamp is { } later && later > Begin.Timestamp ? later : Begin.Timestamp;

    public List<InboxEvent> Inbox { get; } = [];

    /// <summary>What it waits for, by the id of the action.</summary>
    public Dictionary<int, ActivityWork> Activities { get; } = [];

    public Dictionary<int, HistoryEvent> Timers { get; } = [];

    public HashSet<int> Children { get; } = [];

    /// <summary>The turn that is with a worker, waits for one, or is being committed.</summary>
    public TurnWork? Turn { get; set; }

    /// <summary>Whether it takes no turns until it is resumed.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>Whether it waits for the time at which it is to begin.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>Whether it has ended: whoever still holds it lets it go.</summary>
    public bool HasEnded { get; private set; }

    public bool NeedsTurn => !IsSuspended && !IsScheduled && Turn is null && !HasEnded && (Turns == 0 || Inbox.Count > 0);

    public WorkflowStatus Status =>
        IsSuspended ? WorkflowStatus.Suspended : Turns == 0 ? WorkflowStatus.Pending : WorkflowStatus.Running;

    /// <summary>Ends once it has taken a turn, or has ended.</summary>
    public Task WhenBegun() => Turns > 0 ? Task.CompletedTask : (_begun ??= New()).Task;

    /// <summary>Ends once it has ended.</summary>
    public Task WhenEnded() => (_ended ??= New()).Task;

    /// <summary>The file has another turn: what it took is past, and what it asked for is open.</summary>
    public void Append(IReadOnlyList<HistoryEvent> events)
    {
        Turns++;
        foreach (var happened in events)
            Take(happened);
        if (events.Count > 0)
            UpdatedAt = events[^1].Timestamp.ToDateTimeOffset();
        _begun?.TrySetResult();
    }

    /// <summary>It begins anew.</summary>
    public void BeginAgain(HistoryEvent begin)
    {
        Begin = begin;
        UpdatedAt = begin.Timestamp.ToDateTimeOffset();
        Turns = 0;
        Past.Clear();
        Unwritten.Clear();
        Activities.Clear();
        Timers.Clear();
        Children.Clear();
        _begun?.TrySetResult();
    }

    /// <summary>It has ended.</summary>
    public void End()
    {
        HasEnded = true;
        _begun?.TrySetResult();
        _ended?.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(HistoryEvent happened)
    {
        Past.Add(happened);
        switch (happened.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                Activities[happened.EventId] = new ActivityWork(this, happened);
                break;
            case HistoryEvent.EventTypeOneofCase.TaskCompleted:
                Activities.Remove(happened.TaskCompleted.TaskScheduledId);
                break;
            case HistoryEvent.EventTypeOneofCase.TaskFailed:
                Activities.Remove(happened.TaskFailed.TaskScheduledId);
                break;
            case HistoryEvent.EventTypeOneofCase.TimerCreated:
                Timers[happened.EventId] = happened;
                break;
            case HistoryEvent.EventTypeOneofCase.TimerFired:
                Timers.Remove(happened.TimerFired.TimerId);
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated:
                Children.Add(happened.EventId);
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCompleted:
                Children.Remove(happened.ChildWorkflowInstanceCompleted.TaskScheduledId);
                break;
            case HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceFailed:
                Children.Remove(happened.ChildWorkflowInstanceFailed.TaskScheduledId);
                break;
            default:
                break;
        }
    }
}
