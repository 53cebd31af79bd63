using Auctions.Lifetime;
using Auctions.Worker.Durable;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Lifetimes;

/// <summary>Begins the lives of auctions and sessions as workflows: one each, under an id of its own.</summary>
internal sealed class WorkflowLifetimes(DaprWorkflowClient workflows) : ILifetimes
{
    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask BeginAsync(string auction, CancellationToken cancellation) =>
        await workflows.ScheduleUnlessTakenAsync(AuctionLifetimeWorkflow.Name, AuctionLifetimeWorkflow.IdOf(auction), auction, withInput: false, cancellation);

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public ValueTask WakeAsync(string auction, CancellationToken cancellation) => RaiseAsync(AuctionLifetimeWorkflow.IdOf(auction), cancellation);

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask BeginSessionAsync(string session, CancellationToken cancellation) =>
        await workflows.ScheduleUnlessTakenAsync(SessionLifetimeWorkflow.Name, SessionLifetimeWorkflow.IdOf(session), session, withInput: false, cancellation);

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public ValueTask WakeSessionAsync(string session, CancellationToken cancellation) => RaiseAsync(SessionLifetimeWorkflow.IdOf(session), cancellation);

    private async ValueTask RaiseAsync(string workflow, CancellationToken cancellation)
    {
        // What has ended needs no waking; what was purged since has ended.
        var state = await workflows.GetWorkflowStateAsync(workflow, getInputsAndOutputs: false, cancellation);
        if (state is { Exists: true, IsWorkflowCompleted: false })
            await workflows.RaiseEventAsync(workflow, Rounds.Changed, true, cancellation);
    }
}
