using Embedded.Hub.Workflows.Running;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows.Working;

/// <summary>Something for a worker to do. Guarded by the engine's lock.</summary>
internal abstract class Work(Instance instance)
{
    public Instance Instance => instance;

    /// <summary>The app-id whose workers do it.</summary>
    public abstract string App { get; }

    /// <summary>Names one handing-out of it; 0 while it is with nobody.</summary>
    public long Token { get; set; }

    /// <summary>The worker that has it; null where none has.</summary>
    public Worker? With { get; set; }

    /// <summary>Whether nobody wants it done any more.</summary>
    public bool IsOver { get; set; }

    /// <summary>The work as it is now, for the worker that gets it.</summary>
    public abstract WorkItem ToItem(DateTimeOffset now);

    /// <summary>The token as it travels.</summary>
    protected string TokenText => new CompletionToken(Token, Instance.ExecutionId).ToString();
}

/// <summary>A turn: what is new is played to the workflow's code, which answers with what it wants.</summary>
internal sealed class TurnWork(Instance instance) : Work(instance)
{
    private readonly List<HistoryEvent> _taken = [];

    public override string App => Instance.App;

    /// <summary>What is new to the code in this turn.</summary>
    public IReadOnlyList<HistoryEvent> Taken => _taken;

    /// <summary>How many of the instance's inbox these are.</summary>
    public int TakenFromInbox { get; private set; }

    /// <summary>The highest number among them; 0 where none is in the file.</summary>
    public long TakenThrough { get; private set; }

    public override WorkItem ToItem(DateTimeOffset now)
    {
        _taken.Clear();
        _taken.Add(TurnResult.EventOf(started => started.WorkflowStarted = new WorkflowStartedEvent(), Instance.Turns == 0 ? Instance.FirstTurnAt : Timestamp.FromDateTimeOffset(now)));
        if (Instance.Turns == 0)
            _taken.Add(Instance.Begin);
        TakenThrough = 0;
        foreach (var (told, number) in Instance.Inbox)
        {
            _taken.Add(told);
            TakenThrough = Math.Max(TakenThrough, number);
        }

        TakenFromInbox = Instance.Inbox.Count;

        var request = new WorkflowRequest { InstanceId = Instance.Id, ExecutionId = Instance.ExecutionId };
        request.PastEvents.AddRange(Instance.Past);
        request.NewEvents.AddRange(_taken);
        return new WorkItem { WorkflowRequest = request, CompletionToken = TokenText };
    }
}

/// <summary>An activity that was scheduled and has not come to an end.</summary>
internal sealed class ActivityWork(Instance instance, HistoryEvent scheduled) : Work(instance)
{
    public override string App { get; } =
        scheduled.Router is { HasTargetAppID: true, TargetAppID: { Length: > 0 } target } ? target : instance.App;

    /// <summary>The id of the action that scheduled it.</summary>
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
        CompletionToken = TokenText,
    };
}
