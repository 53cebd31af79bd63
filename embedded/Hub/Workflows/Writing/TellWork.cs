using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Workflow.Protocol;

namespace Embedded.Hub.Workflows.Writing;

/// <summary>Tells an instance something, and suspends or resumes it by the way.</summary>
/// <param name="board">Where it is running.</param>
/// <param name="app">Its app-id.</param>
/// <param name="id">Its id.</param>
/// <param name="told">What it is told.</param>
/// <param name="suspend">True to suspend, false to resume, null for neither.</param>
internal sealed class TellWork(InstanceBoard board, string app, string id, HistoryEvent told, bool? suspend = null) : WriteWork<bool>
{
    private long? _key;
    private long _number;

    /// <summary>Whether there is such an instance that has not ended.</summary>
    protected override bool Result => _key is not null;

    public override void Run(WriteScope scope)
    {
        _key = WorkflowRows.FindActive(scope.Session, app, id);
        if (_key is not { } key)
            return;
        _number = scope.NextNumber();
        WorkflowRows.InsertInbox(scope.Session, key, _number, told);
        if (suspend is { } suspended)
            WorkflowRows.SetSuspended(scope.Session, key, suspended);
    }

    public override void Committed()
    {
        if (_key is { } key)
            board.Tell(key, new InboxEvent(told, _number), suspend);
        base.Committed();
    }
}
