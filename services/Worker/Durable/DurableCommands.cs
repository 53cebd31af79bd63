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
    public async ValueTask<bool> WithdrawAsync(string commandId, CancellationToken cancellation) =>
        await workflows.ScheduleUnlessTakenAsync(Withdrawn, commandId, true, withInput: false, cancellation)
            is null or { WorkflowName: Withdrawn };

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away; whether it was taken is unknown.</exception>
    public async ValueTask<Outcome> TakeAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        if (!await backlog.MayTakeAsync(cancellation))
            return Outcome.Failed("overloaded");
        return await workflows.ScheduleUnlessTakenAsync(
            CommandCatalog.NameOf<TCommand>(), command.CommandId, command, withInput: true, cancellation) switch
        {
            null => Outcome.Pending(),
            { WorkflowName: Withdrawn } => await TakeAgainAsync(command, cancellation),
            var taken when taken.ReadInputAs<TCommand>() is { } before && Wishes.Of(before) == Wishes.Of(command) => Outcome.Pending(),
            _ => Outcome.Rejected(Rejections.IdempotencyKeyReused),
        };
    }

    // Its sender was told that nothing happened, and sends it again.
    private async ValueTask<Outcome> TakeAgainAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        await workflows.PurgeInstanceAsync(command.CommandId, cancellation);
        await workflows.ScheduleNewWorkflowAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, null, cancellation);
        return Outcome.Pending();
    }
}
