using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using EventCase = Dapr.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>
/// An instance that has not ended: its history, its inbox, and the activities and timers that it waits for. Guarded by
/// the lock of <see cref="ActiveInstances"/>.
/// </summary>
internal sealed class Instance
{
    private TaskCompletionSource? _started;
    private TaskCompletionSource? _ended;

    public Instance(long key, string app, long? parentKey, HistoryEvent startEvent, DateTimeOffset createdAt)
    {
        Key = key;
        App = app;
        ParentKey = parentKey;
        StartEvent = startEvent;
        CreatedAt = UpdatedAt = createdAt;
    }

    /// <summary>The row in the file. An id that is used again after a purge gets another key.</summary>
    public long Key { get; }

    /// <summary>The app-id that the workflow belongs to.</summary>
    public string App { get; }

    /// <summary>The key of the parent workflow; null where a client started the instance.</summary>
    public long? ParentKey { get; }

    /// <summary>The event that the execution started with; each continue-as-new brings another.</summary>
    public HistoryEvent StartEvent { get; private set; }

    public ExecutionStartedEvent Started => StartEvent.ExecutionStarted;

    public string Id => Started.WorkflowInstance.InstanceId;

    public string ExecutionId => Started.WorkflowInstance.ExecutionId;

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public string? CustomStatus { get; set; }

    /// <summary>How many turns there were since the start or the last continue-as-new.</summary>
    public int Turns { get; private set; }

    public List<HistoryEvent> History { get; } = [];

    /// <summary>The end of <see cref="History"/> that is written with the next turn, see <see cref="TurnResult.IsRepeatable"/>.</summary>
    public List<HistoryEvent> Unwritten { get; } = [];

    /// <summary>The time that the code sees in its first turn: the same time if the turn is repeated.</summary>
    public Timestamp FirstTurnAt => Started.ScheduledStartTimestamp is { } later && later > StartEvent.Timestamp ? later : StartEvent.Timestamp;

    public List<InboxEvent> Inbox { get; } = [];

    /// <summary>The activities that have not ended, by the id of the action.</summary>
    public Dictionary<int, ActivityWork> Activities { get; } = [];

    /// <summary>The timers that have not fired, by the id of the action.</summary>
    public Dictionary<int, HistoryEvent> Timers { get; } = [];

    /// <summary>The turn that waits for a worker, is with a worker, or is being written.</summary>
    public TurnWork? Turn { get; set; }

    /// <summary>Whether the instance takes no turns until it is resumed.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>Whether the instance waits for its scheduled start.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>Whether the instance has ended. Work that still refers to it is obsolete.</summary>
    public bool HasEnded { get; private set; }

    public bool NeedsTurn => !IsSuspended && !IsScheduled && Turn is null && !HasEnded && (Turns == 0 || Inbox.Count > 0);

    public OrchestrationStatus Status =>
        IsSuspended ? OrchestrationStatus.Suspended : Turns == 0 ? OrchestrationStatus.Pending : OrchestrationStatus.Running;

    /// <summary>Completes after the first turn, or when the instance ends before it.</summary>
    public Task WhenStarted() => Turns > 0 ? Task.CompletedTask : (_started ??= NewSource()).Task;

    /// <summary>Completes when the instance ends.</summary>
    public Task WhenEnded() => (_ended ??= NewSource()).Task;

    /// <summary>Adds the events of a turn to the history.</summary>
    public void Append(IReadOnlyList<HistoryEvent> events)
    {
        Turns++;
        foreach (var added in events)
            Append(added);
        if (events.Count > 0)
            UpdatedAt = events[^1].Timestamp.ToDateTimeOffset();
        _started?.TrySetResult();
    }

    /// <summary>Replaces the execution by a new one with an empty history.</summary>
    public void ContinueAsNew(HistoryEvent startEvent)
    {
        StartEvent = startEvent;
        UpdatedAt = startEvent.Timestamp.ToDateTimeOffset();
        Turns = 0;
        History.Clear();
        Unwritten.Clear();
        Activities.Clear();
        Timers.Clear();
        _started?.TrySetResult();
    }

    public void End()
    {
        HasEnded = true;
        _started?.TrySetResult();
        _ended?.TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Append(HistoryEvent added)
    {
        History.Add(added);
        switch (added.EventTypeCase)
        {
            case EventCase.TaskScheduled:
                Activities[added.EventId] = new ActivityWork(this, added);
                break;
            case EventCase.TaskCompleted:
                Activities.Remove(added.TaskCompleted.TaskScheduledId);
                break;
            case EventCase.TaskFailed:
                Activities.Remove(added.TaskFailed.TaskScheduledId);
                break;
            case EventCase.TimerCreated:
                Timers[added.EventId] = added;
                break;
            case EventCase.TimerFired:
                Timers.Remove(added.TimerFired.TimerId);
                break;
            default:
                break;
        }
    }
}
