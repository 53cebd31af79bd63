using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>Terminates an instance, and its children where that is wanted, without asking the workflow's code.</summary>
internal sealed class TerminateWork(ActiveInstances instances, string app, string id, string? output, bool recursive, Timestamp now) : WriteWork<bool>
{
    private readonly List<(long Key, List<HistoryEvent> Events, DeliveredEvent? ForParent)> _terminated = [];

    protected override bool Result => _terminated.Count > 0;

    public override void Run(WriteScope scope)
    {
        _terminated.Clear();
        if (WorkflowRows.FindActive(scope.Session, app, id) is { } key)
            Terminate(scope, key);
    }

    public override void Committed()
    {
        foreach (var (key, events, forParent) in _terminated)
            instances.Terminate(key, events, forParent);
        base.Committed();
    }

    // Reads the file and not the memory, which does not know yet what this transaction has started or written before.
    private void Terminate(WriteScope scope, long key)
    {
        if (WorkflowRows.FindActive(scope.Session, key) is not var (parent, started))
            return;
        var end = new ExecutionCompletedEvent { WorkflowStatus = OrchestrationStatus.Terminated, Result = output };
        List<HistoryEvent> events =
        [
            HistoryEvents.Create(now, added => added.ExecutionTerminated = new ExecutionTerminatedEvent { Input = output, Recurse = recursive }),
            HistoryEvents.Create(now, added => added.ExecutionCompleted = end),
        ];
        WorkflowRows.InsertTurn(scope.Session, key, WorkflowRows.WriteEvents(events));
        WorkflowRows.End(scope.Session, key, end, now);
        _terminated.Add((key, events, Deliveries.DeliverEnd(scope, parent, started, end, now)));
        if (!recursive)
            return;
        foreach (var child in WorkflowRows.ChildrenOf(scope.Session, key))
            Terminate(scope, child);
    }
}
