using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Workflows;

/// <summary>Finds and schedules workflows by id. Only the first workflow that is scheduled under an id runs.</summary>
internal static class WorkflowIds
{
    /// <summary>Finds the workflow of a command; null where there is none.</summary>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public static async ValueTask<WorkflowState?> FindCommandAsync(
        this DaprWorkflowClient workflows, string commandId, bool withInput, CancellationToken cancellation) =>
        await workflows.GetWorkflowStateAsync(commandId, withInput, cancellation) is { Exists: true } found ? found : null;

    /// <summary>Schedules a workflow, unless another workflow has its id.</summary>
    /// <returns>The other workflow; null where the new one is scheduled.</returns>
    /// <exception cref="RpcException">The sidecar or its store is away; whether the workflow is scheduled is unknown.</exception>
    public static async ValueTask<WorkflowState?> ScheduleOnceAsync(
        this DaprWorkflowClient workflows, string name, string id, object input, bool withInput, CancellationToken cancellation)
    {
        try
        {
            await workflows.ScheduleNewWorkflowAsync(name, id, input, null, cancellation);
            return null;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.AlreadyExists or StatusCode.Unknown or StatusCode.Internal)
        {
            // Sidecars answer with different statuses where an id is in use, so the id is looked up.
            var other = await workflows.GetWorkflowStateAsync(id, withInput, cancellation);
            if (!other.Exists)
                throw;
            return other;
        }
    }
}
