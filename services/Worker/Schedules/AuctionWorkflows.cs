using Auctions.Lifecycle;
using Auctions.Worker.Workflows;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Schedules;

/// <summary>Schedules and notifies the workflows of auctions and sessions through the sidecar.</summary>
internal sealed class AuctionWorkflows(DaprWorkflowClient workflows) : IAuctionWorkflows
{
    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask ScheduleAsync(string auction, CancellationToken cancellation) =>
        await workflows.ScheduleOnceAsync(AuctionWorkflow.Name, AuctionWorkflow.IdOf(auction), auction, withInput: false, cancellation);

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public ValueTask NotifyAsync(string auction, CancellationToken cancellation) =>
        RaiseEventAsync(AuctionWorkflow.IdOf(auction), cancellation);

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask ScheduleSessionAsync(string session, CancellationToken cancellation) =>
        await workflows.ScheduleOnceAsync(SessionWorkflow.Name, SessionWorkflow.IdOf(session), session, withInput: false, cancellation);

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public ValueTask NotifySessionAsync(string session, CancellationToken cancellation) =>
        RaiseEventAsync(SessionWorkflow.IdOf(session), cancellation);

    private async ValueTask RaiseEventAsync(string workflow, CancellationToken cancellation)
    {
        // A workflow that has ended or was purged needs no event.
        var state = await workflows.GetWorkflowStateAsync(workflow, getInputsAndOutputs: false, cancellation);
        if (state is { Exists: true, IsWorkflowCompleted: false })
            await workflows.RaiseEventAsync(workflow, DueWork.Changed, true, cancellation);
    }
}
