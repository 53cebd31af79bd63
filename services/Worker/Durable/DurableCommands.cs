using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Durable;

/// <summary>Takes commands by scheduling their workflows, under the command's id: one id is one workflow.</summary>
internal sealed class DurableCommands(DaprWorkflowClient workflows, Backlog backlog) : IDurableCommands
{
    /// <summary>The workflow that does nothing: while it has a command's id, the command's own can't begin.</summary>
    public const string Withdrawn = "WithdrawnCommand";

    /// <summary>Withdraws a command, unless it was taken: the id decides, for only one workflow can have it.</summary>
    /// <returns>Whether it is withdrawn; false where it was taken.</returns>
    /// <exception cref="RpcException">The sidecar or its store is away: nothing is settled.</exception>
    public async ValueTask<bool> WithdrawAsync(string commandId, CancellationToken cancellation)
    {
        try
        {
            await workflows.ScheduleNewWorkflowAsync(Withdrawn, commandId, true, null, cancellation);
            return true;
        }
        catch (RpcException failure) when (MayBeTaken(failure))
        {
            var taken = await workflows.GetWorkflowStateAsync(commandId, getInputsAndOutputs: false, cancellation);
            if (!taken.Exists)
                throw;
            return taken.WorkflowName == Withdrawn;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away; whether it was taken is unknown.</exception>
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
        catch (RpcException failure) when (MayBeTaken(failure))
        {
            var taken = await workflows.GetWorkflowStateAsync(command.CommandId, getInputsAndOutputs: true, cancellation);
            if (!taken.Exists)
                throw;
            if (taken.WorkflowName == Withdrawn)
                return await TakeAgainAsync(command, cancellation);
            return taken.ReadInputAs<TCommand>() is { } before && Wishes.Of(before) == Wishes.Of(command)
                ? Outcome.Pending()
                : Outcome.Rejected(Rejections.IdempotencyKeyReused);
        }
    }

    // Sidecars differ in the status for an id that is taken; that it is, they agree on.
    private static bool MayBeTaken(RpcException failure) =>
        failure.StatusCode is StatusCode.AlreadyExists or StatusCode.Unknown or StatusCode.Internal;

    // Its sender was told that nothing happened, and sends it again.
    private async ValueTask<Outcome> TakeAgainAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        await workflows.PurgeInstanceAsync(command.CommandId, cancellation);
        await workflows.ScheduleNewWorkflowAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, null, cancellation);
        return Outcome.Pending();
    }
}
