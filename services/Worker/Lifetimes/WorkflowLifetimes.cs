using Auctions.Lifetime;
using Auctions.Worker.Durable;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Lifetimes;

/// <summary>Begins auctions' lives as workflows: one per auction, under an id of its own.</summary>
internal sealed class WorkflowLifetimes(DaprWorkflowClient workflows) : ILifetimes
{
    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask BeginAsync(string auction, CancellationToken cancellation) =>
        await workflows.ScheduleUnlessTakenAsync(LifetimeStory.Name, LifetimeStory.IdOf(auction), auction, withInput: false, cancellation);

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask WakeAsync(string auction, CancellationToken cancellation)
    {
        // What has ended needs no waking; what was purged since has ended.
        var state = await workflows.GetWorkflowStateAsync(LifetimeStory.IdOf(auction), getInputsAndOutputs: false, cancellation);
        if (state is { Exists: true, IsWorkflowCompleted: false })
            await workflows.RaiseEventAsync(LifetimeStory.IdOf(auction), LifetimeStory.Changed, true, cancellation);
    }
}
