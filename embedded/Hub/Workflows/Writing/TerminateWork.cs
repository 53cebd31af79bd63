using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows.Writing;

/// <summary>Ends an instance, and its children where that is wanted, without asking its code.</summary>
internal sealed class TerminateWork(InstanceBoard board, string app, string id, string? output, bool recursive, Timestamp now) : WriteWork<bool>
{
    private readonly List<(long Key, List<HistoryEvent> Events, InstanceTold? Parent)> _ended = [];

    protected override bool Result => _ended.Count > 0;

    public override void Run(WriteScope scope)
    {
        _ended.Clear();
        if (WorkflowRows.FindActive(scope.Session, app, id) is { } key)
            End(scope, key);
    }

    public override void Committed()
    {
        foreach (var (key, events, parent) in _ended)
            board.End(key, events, parent);
        base.Committed();
    }

    // By what the file says alone: an instance that began, or a turn that was taken, in this very transaction counts.
    private void End(WriteScope scope, long key)
    {
        if (WorkflowRows.FindActive(scope.Session, key) is not var (parent, started))
            return;
        var end = new ExecutionCompletedEvent { WorkflowStatus = WorkflowStatus.Terminated, Result = output };
        List<HistoryEvent> events =
        [
            TurnResult.EventOf(told => told.ExecutionTerminated = new ExecutionTerminatedEvent { Input = output, Recurse = recursive }, now),
            TurnResult.EventOf(ended => ended.ExecutionCompleted = end, now),
        ];
        WorkflowRows.InsertTurn(scope.Session, key, WorkflowRows.WriteEvents(events));
        WorkflowRows.End(scope.Session, key, end, now.ToDateTimeOffset().ToUnixTimeMilliseconds());
        _ended.Add((key, events, InstanceTold.ByEndOf(scope, parent, started, end, now)));
        if (!recursive)
            return;
        foreach (var child in WorkflowRows.ChildrenOf(scope.Session, key))
            End(scope, child);
    }
}
