using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Hub.Workflows.Working;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows.Writing;

/// <summary>
/// Writes what a turn came to, all of it in one transaction. Only once it is on disk are activities handed out and others told:
/// what a workflow has seen stays seen, whatever dies.
/// </summary>
internal sealed class TurnCommit(WorkflowEngine engine, TurnWork turn, TurnResult result, string? customStatus, Timestamp now) : WriteWork
{
    private readonly Instance _instance = turn.Instance;
    private readonly byte[] _events = WorkflowRows.WriteEvents([.. turn.Instance.Unwritten, .. result.Events]);
    private readonly long _takenThrough = turn.TakenThrough;
    private readonly List<InstanceTold> _told = [];
    private readonly List<Instance> _children = [];
    private readonly List<InboxEvent> _carriedOver = [];
    private bool _isObsolete;

    public override void Run(WriteScope scope)
    {
        _told.Clear();
        _children.Clear();
        _carriedOver.Clear();
        // Terminated meanwhile: nothing of the turn is to happen.
        if (_isObsolete = !WorkflowRows.IsActive(scope.Session, _instance.Key))
            return;

        if (_takenThrough > 0)
            WorkflowRows.DeleteInbox(scope.Session, _instance.Key, _takenThrough);
        foreach (var (app, begin) in result.Children)
            Start(scope, app, begin);
        foreach (var (id, sent) in result.Sent)
            if (WorkflowRows.FindActive(scope.Session, _instance.App, id) is { } key && InstanceTold.Tell(scope, key, sent) is { } told)
                _told.Add(told);
        if (customStatus != _instance.CustomStatus)
            WorkflowRows.SetCustomStatus(scope.Session, _instance.Key, customStatus);

        if (result.Again is { } again)
        {
            WorkflowRows.BeginAgain(scope.Session, _instance.Key, again);
            foreach (var left in WorkflowRows.ReadInbox(scope.Session, _instance.Key).Where(left => left.IsAnswer))
                WorkflowRows.DeleteFromInbox(scope.Session, _instance.Key, left.Number);
            _told.RemoveAll(told => told.Key == _instance.Key && told.Told.IsAnswer);
            foreach (var carried in result.CarriedOver)
            {
                _carriedOver.Add(new(carried, scope.NextNumber()));
                WorkflowRows.InsertInbox(scope.Session, _instance.Key, _carriedOver[^1].Number, carried);
            }

            return;
        }

        WorkflowRows.InsertTurn(scope.Session, _instance.Key, _events);
        if (result.End is not { } end)
            return;
        WorkflowRows.End(scope.Session, _instance.Key, end, now.ToDateTimeOffset().ToUnixTimeMilliseconds());
        if (InstanceTold.ByEndOf(scope, _instance.Parent, _instance.Started, end, now) is { } parent)
            _told.Add(parent);
    }

    public override void Committed()
    {
        if (_isObsolete)
            return;
        engine.Board.Committed(turn, result, customStatus, _children, _carriedOver, _told);
        foreach (var terminated in result.Terminated)
            _ = engine.TerminateAsync(_instance.App, terminated.InstanceId, terminated.Reason, terminated.Recurse);
    }

    public override void Failed(Exception failure) => engine.Board.NotCommitted(turn, failure);

    private void Start(WriteScope scope, string app, HistoryEvent begin)
    {
        var key = scope.NextNumber();
        if (WorkflowRows.TryInsert(scope.Session, key, app, _instance.Key, begin))
        {
            _children.Add(new Instance(key, app, _instance.Key, begin, begin.Timestamp.ToDateTimeOffset()));
            return;
        }

        var id = begin.ExecutionStarted.WorkflowInstance.InstanceId;
        var failed = InstanceTold.Failed(
            begin.ExecutionStarted.ParentInstance.TaskScheduledId,
            new TaskFailureDetails { ErrorType = "InstanceAlreadyExists", ErrorMessage = $"a workflow with id '{id}' already exists", IsNonRetriable = true },
            now);
        if (InstanceTold.Tell(scope, _instance.Key, failed) is { } told)
            _told.Add(told);
    }
}
