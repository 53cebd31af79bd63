using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows.Writing;

/// <summary>Ends an instance, and its children where that is wanted, without asking its code.</summary>
internal sealed class TerminateWork(WorkflowEngine engine, string app, string id, string? output, bool recursive, Timestamp now) : WriteWork<bool>
{
    private readonly List<(Instance Instance, List<HistoryEvent> Events, InstanceTold? Parent)> _ended = [];
    private bool _found;

    protected override bool Result => _found;

    public override void Run(WriteScope scope)
    {
        Undo();
        _found = WorkflowRows.FindActive(scope.Session, app, id) is { } key;
        if (_found)
            End(scope, WorkflowRows.FindActive(scope.Session, app, id)!.Value);
    }

    public override void Committed()
    {
        foreach (var (instance, events, parent) in _ended)
            engine.End(instance, events, parent);
        base.Committed();
    }

    public override void Failed(Exception failure)
    {
        Undo();
        base.Failed(failure);
    }

    private void Undo()
    {
        foreach (var (instance, _, _) in _ended)
            instance.IsEnding = false;
        _ended.Clear();
    }

    private void End(WriteScope scope, long key)
    {
        if (engine.Find(key) is not { IsEnding: false } instance)
            return;
        instance.IsEnding = true;
        var end = new ExecutionCompletedEvent { WorkflowStatus = WorkflowStatus.Terminated, Result = output };
        List<HistoryEvent> events =
        [
            TurnResult.EventOf(told => told.ExecutionTerminated = new ExecutionTerminatedEvent { Input = output, Recurse = recursive }, now),
            TurnResult.EventOf(ended => ended.ExecutionCompleted = end, now),
        ];
        WorkflowRows.InsertTurn(scope.Session, instance, WorkflowRows.WriteEvents(events));
        WorkflowRows.End(scope.Session, key, end, now.ToDateTimeOffset().ToUnixTimeMilliseconds());
        _ended.Add((instance, events, InstanceTold.ByEndOf(scope, instance, end, now)));
        if (!recursive)
            return;
        foreach (var child in WorkflowRows.ChildrenOf(scope.Session, key))
            End(scope, child);
    }
}
