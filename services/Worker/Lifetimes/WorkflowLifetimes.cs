using Auctions.Lifetime;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Lifetimes;

/// <summary>Begins auctions' lives as workflows: one per auction, under an id of its own.</summary>
internal sealed class WorkflowLifetimes(DaprWorkflowClient workflows) : ILifetimes
{
    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask BeginAsync(string auction, CancellationToken cancellation)
    {
        var id = LifetimeStory.IdOf(auction);
        try
        {
            await workflows.ScheduleNewWorkflowAsync(LifetimeStory.Name, id, auction, null, cancellation);
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.AlreadyExists or StatusCode.Unknown or StatusCode.Internal)
        {
            if (!(await workflows.GetWorkflowStateAsync(id, getInputsAndOutputs: false, cancellation)).Exists)
                throw;
        }
    }
}
