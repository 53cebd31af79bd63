using System.Globalization;
using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>A turn or an activity for a worker to run. Guarded by the lock of <see cref="ActiveInstances"/>.</summary>
internal abstract class Work(Instance instance)
{
    public Instance Instance => instance;

    /// <summary>The app-id whose workers run it.</summary>
    public abstract string App { get; }

    /// <summary>The number of the current lease; 0 while no worker has the work.</summary>
    public long Lease { get; set; }

    /// <summary>The worker that has the work; null while it waits.</summary>
    public Worker? LeasedTo { get; set; }

    /// <summary>Whether nobody wants the result any more.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The work as it is now, for the worker that leases it.</summary>
    public abstract WorkItem ToItem(DateTimeOffset now);

    protected string CompletionToken => new CompletionToken(Lease, Instance.ExecutionId).ToString();
}

/// <summary>A turn: the workflow's code gets the new events, and answers with actions.</summary>
internal sealed class TurnWork(Instance instance) : Work(instance)
{
    private readonly List<HistoryEvent> _newEvents = [];

    public override string App => Instance.App;

    /// <summary>The events that the code sees for the first time in this turn.</summary>
    public IReadOnlyList<HistoryEvent> NewEvents => _newEvents;

    /// <summary>How many of the new events come from the inbox.</summary>
    public int InboxCount { get; private set; }

    /// <summary>The highest row number among them; 0 where none of them is in the file.</summary>
    public long LastInboxNumber { get; private set; }

    public override WorkItem ToItem(DateTimeOffset now)
    {
        var isFirst = Instance.Turns == 0;
        _newEvents.Clear();
        _newEvents.Add(HistoryEvents.Create(
            isFirst ? Instance.FirstTurnAt : Timestamp.FromDateTimeOffset(now), started => started.WorkflowStarted = new WorkflowStartedEvent()));
        if (isFirst)
            _newEvents.Add(Instance.StartEvent);
        LastInboxNumber = 0;
        foreach (var (added, number) in Instance.Inbox)
        {
            _newEvents.Add(added);
            LastInboxNumber = Math.Max(LastInboxNumber, number);
        }

        InboxCount = Instance.Inbox.Count;

        var request = new WorkflowRequest { InstanceId = Instance.Id, ExecutionId = Instance.ExecutionId };
        request.PastEvents.AddRange(Instance.History);
        request.NewEvents.AddRange(_newEvents);
        return new WorkItem { WorkflowRequest = request, CompletionToken = CompletionToken };
    }
}

/// <summary>An activity that was scheduled and has not ended.</summary>
internal sealed class ActivityWork(Instance instance, HistoryEvent scheduled) : Work(instance)
{
    public override string App { get; } =
        scheduled.Router is { HasTargetAppID: true, TargetAppID: { Length: > 0 } target } ? target : instance.App;

    /// <summary>The id of the action that scheduled the activity.</summary>
    public int TaskId => scheduled.EventId;

    public string TaskExecutionId => scheduled.TaskScheduled.TaskExecutionId;

    public override WorkItem ToItem(DateTimeOffset now) => new()
    {
        ActivityRequest = new ActivityRequest
        {
            Name = scheduled.TaskScheduled.Name,
            Version = scheduled.TaskScheduled.Version,
            Input = scheduled.TaskScheduled.Input,
            WorkflowInstance = Instance.Started.WorkflowInstance,
            TaskId = TaskId,
            TaskExecutionId = TaskExecutionId,
            ParentTraceContext = scheduled.TaskScheduled.ParentTraceContext,
        },
        CompletionToken = CompletionToken,
    };
}

/// <summary>Identifies a lease of work on the wire, and the execution that the work belongs to.</summary>
internal readonly record struct CompletionToken(long Lease, string ExecutionId)
{
    /// <summary>Reads a token; null where the text is no token.</summary>
    public static CompletionToken? TryParse(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && long.TryParse(text.AsSpan(0, dot), CultureInfo.InvariantCulture, out var lease)
            ? new(lease, text[(dot + 1)..])
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lease}.{ExecutionId}");
}
