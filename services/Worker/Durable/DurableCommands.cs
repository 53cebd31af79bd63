using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Durable;

/// <summary>Takes commands by scheduling their workflows, under the command's id: one id is one workflow.</summary>
internal sealed class DurableCommands(DaprWorkflowClient workflows, Backlog backlog) : IDurableCommands
{
    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away: nothing was taken.</exception>
    public async ValueTask<Outcome> TakeAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        if (!await backlog.MayTakeAsync(cancellation))
            return Outcome.Failed("overloaded");
        try
        {
            await workflows.ScheduleNewWorkflowAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, null, cancellation);
            return Outcome.Pending();
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.AlreadyExists or StatusCode.Unknown or StatusCode.Internal)
        {
            // Sidecars differ in the status for an id that is taken; that it is, they agree on.
            var taken = await workflows.GetWorkflowStateAsync(command.CommandId, getInputsAndOutputs: true, cancellation);
            if (!taken.Exists)
                throw;
            return taken.ReadInputAs<TCommand>() is { } before && Wishes.Of(before) == Wishes.Of(command)
                ? Outcome.Pending()
                : Outcome.Rejected(Rejections.IdempotencyKeyReused);
        }
    }
}
