using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>Starts an instance, unless the app has one of that id.</summary>
internal sealed class StartInstanceWork(ActiveInstances instances, string app, HistoryEvent startEvent) : WriteWork<bool>
{
    private Instance? _started;

    protected override bool Result => _started is not null;

    public override void Run(WriteScope scope)
    {
        var key = scope.NextNumber();
        _started = WorkflowRows.TryInsert(scope.Session, key, app, null, startEvent)
            ? new Instance(key, app, null, startEvent, startEvent.Timestamp.ToDateTimeOffset())
            : null;
    }

    public override void Committed()
    {
        if (_started is not null)
            instances.Add(_started);
        base.Committed();
    }
}
