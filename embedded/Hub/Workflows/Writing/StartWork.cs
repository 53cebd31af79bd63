using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Workflow.Protocol;

namespace Embedded.Hub.Workflows.Writing;

/// <summary>Starts an instance, unless the app has one of that id.</summary>
internal sealed class StartWork(InstanceBoard board, string app, HistoryEvent begin) : WriteWork<bool>
{
    private Instance? _started;

    protected override bool Result => _started is not null;

    public override void Run(WriteScope scope)
    {
        var key = scope.NextNumber();
        _started = WorkflowRows.TryInsert(scope.Session, key, app, null, begin)
            ? new Instance(key, app, null, begin, begin.Timestamp.ToDateTimeOffset())
            : null;
    }

    public override void Committed()
    {
        if (_started is not null)
            board.Begin(_started);
        base.Committed();
    }
}
