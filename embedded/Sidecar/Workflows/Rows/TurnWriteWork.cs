using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>
/// Writes the whole result of a turn in one transaction. Activities start and other instances get their events only
/// after the commit, so that no crash takes back what a workflow has seen.
/// </summary>
/// <param name="instances">The instances in memory.</param>
/// <param name="turn">The turn.</param>
/// <param name="result">Its result.</param>
/// <param name="customStatus">The instance's custom status after the turn.</param>
/// <param name="now">The time of the end, where the turn ends the workflow.</param>
/// <param name="terminate">Terminates another instance that the turn asks to terminate.</param>
internal sealed class TurnWriteWork(
    ActiveInstances instances, TurnWork turn, TurnResult result, string? customStatus, Timestamp now, Action<TerminateWorkflowAction> terminate)
    : WriteWork
{
    private readonly Instance _instance = turn.Instance;
    private readonly byte[] _events = WorkflowRows.WriteEvents([.. turn.Instance.Unwritten, .. result.Events]);
    private readonly long _lastInboxNumber = turn.LastInboxNumber;
    private readonly List<DeliveredEvent> _delivered = [];
    private readonly List<Instance> _children = [];
    private readonly List<InboxEvent> _carriedOver = [];
    private bool _isObsolete;

    public override void Run(WriteScope scope)
    {
        _delivered.Clear();
        _children.Clear();
        _carriedOver.Clear();
        // An instance that was terminated meanwhile keeps nothing of the turn.
        _isObsolete = !WorkflowRows.IsActive(scope.Session, _instance.Key);
        if (_isObsolete)
            return;

        if (_lastInboxNumber > 0)
            WorkflowRows.DeleteInbox(scope.Session, _instance.Key, _lastInboxNumber);
        foreach (var (app, startEvent) in result.Children)
            StartChild(scope, app, startEvent);
        foreach (var (id, sent) in result.Sent)
            if (WorkflowRows.FindActive(scope.Session, _instance.App, id) is { } key)
                AddIfDelivered(Deliveries.Deliver(scope, key, sent));
        if (customStatus != _instance.CustomStatus)
            WorkflowRows.SetCustomStatus(scope.Session, _instance.Key, customStatus);

        if (result.NextStart is { } nextStart)
            ContinueAsNew(scope, nextStart);
        else
            WriteTurn(scope);
    }

    public override void Committed()
    {
        if (_isObsolete)
            return;
        instances.ApplyTurn(turn, result, customStatus, _children, _carriedOver, _delivered);
        foreach (var terminated in result.Terminated)
            terminate(terminated);
    }

    public override void Failed(Exception failure) => instances.RetryTurn(turn, failure);

    private void StartChild(WriteScope scope, string app, HistoryEvent startEvent)
    {
        var key = scope.NextNumber();
        if (WorkflowRows.TryInsert(scope.Session, key, app, _instance.Key, startEvent))
        {
            _children.Add(new Instance(key, app, _instance.Key, startEvent, startEvent.Timestamp.ToDateTimeOffset()));
            return;
        }

        var started = startEvent.ExecutionStarted;
        var failed = HistoryEvents.ChildFailed(now, started.ParentInstance.TaskScheduledId, new TaskFailureDetails
        {
            ErrorType = "InstanceAlreadyExists",
            ErrorMessage = $"a workflow with id '{started.WorkflowInstance.InstanceId}' already exists",
            IsNonRetriable = true,
        });
        AddIfDelivered(Deliveries.Deliver(scope, _instance.Key, failed));
    }

    private void ContinueAsNew(WriteScope scope, HistoryEvent nextStart)
    {
        WorkflowRows.ContinueAsNew(scope.Session, _instance.Key, nextStart);
        foreach (var left in WorkflowRows.ReadInbox(scope.Session, _instance.Key).Where(left => left.IsAnswer))
            WorkflowRows.DeleteFromInbox(scope.Session, _instance.Key, left.Number);
        _delivered.RemoveAll(delivered => delivered.Key == _instance.Key && delivered.Event.IsAnswer);
        foreach (var carried in result.CarriedOver)
        {
            var number = scope.NextNumber();
            _carriedOver.Add(new InboxEvent(carried, number));
            WorkflowRows.InsertInbox(scope.Session, _instance.Key, number, carried);
        }
    }

    private void WriteTurn(WriteScope scope)
    {
        WorkflowRows.InsertTurn(scope.Session, _instance.Key, _events);
        if (result.End is not { } end)
            return;
        WorkflowRows.End(scope.Session, _instance.Key, end, now);
        AddIfDelivered(Deliveries.DeliverEnd(scope, _instance.ParentKey, _instance.Started, end, now));
    }

    private void AddIfDelivered(DeliveredEvent? delivered)
    {
        if (delivered is { } added)
            _delivered.Add(added);
    }
}
