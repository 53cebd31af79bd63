using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Durable;

/// <summary>One id is one workflow: who schedules it first has it.</summary>
internal static class WorkflowIds
{
    /// <summary>The workflow of a command; null where nothing has its id, or only a withdrawal.</summary>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public static async ValueTask<WorkflowState?> FindTakenAsync(
        this DaprWorkflowClient workflows, string commandId, bool withInput, CancellationToken cancellation) =>
        await workflows.GetWorkflowStateAsync(commandId, withInput, cancellation) is { Exists: true, WorkflowName: not nameof(WithdrawnCommand) } taken
            ? taken
            : null;

    /// <summary>Schedules a workflow, unless another has its id.</summary>
    /// <returns>The one that has the id; null where this one has got it.</returns>
    /// <exception cref="RpcException">The sidecar or its store is away; which has the id is unknown.</exception>
    public static async ValueTask<WorkflowState?> ScheduleUnlessTakenAsync(
        this DaprWorkflowClient workflows, string name, string id, object input, bool withInput, CancellationToken cancellation)
    {
        try
        {
            await workflows.ScheduleNewWorkflowAsync(name, id, input, null, cancellation);
            return null;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.AlreadyExists or StatusCode.Unknown or StatusCode.Internal)
        {
            // Sidecars differ in the status for an id that is taken; that it is, they agree on.
            var taken = await workflows.GetWorkflowStateAsync(id, withInput, cancellation);
            if (!taken.Exists)
                throw;
            return taken;
        }
    }
}
