using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>Adds an event to the inbox of an active instance. Its result is false where there is no such instance.</summary>
/// <param name="instances">The instances in memory.</param>
/// <param name="app">The app-id.</param>
/// <param name="id">The instance's id.</param>
/// <param name="added">The event.</param>
/// <param name="suspend">True suspends the instance, false resumes it, null does neither.</param>
internal sealed class AddToInboxWork(ActiveInstances instances, string app, string id, HistoryEvent added, bool? suspend) : WriteWork<bool>
{
    private long? _key;
    private long _number;

    protected override bool Result => _key is not null;

    public override void Run(WriteScope scope)
    {
        _key = WorkflowRows.FindActive(scope.Session, app, id);
        if (_key is not { } key)
            return;
        _number = scope.NextNumber();
        WorkflowRows.InsertInbox(scope.Session, key, _number, added);
        if (suspend is { } suspended)
            WorkflowRows.SetSuspended(scope.Session, key, suspended);
    }

    public override void Committed()
    {
        if (_key is { } key)
            instances.AddToInbox(new DeliveredEvent(key, new InboxEvent(added, _number)), suspend);
        base.Committed();
    }
}
