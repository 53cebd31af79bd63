using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Durable;

/// <summary>Takes commands by scheduling their workflows, under the command's id: one id is one workflow.</summary>
internal sealed class DurableCommands(DaprWorkflowClient workflows, Backlog backlog) : IDurableCommands
{
    /// <summary>Withdraws a command, unless it was taken: the id decides, for only one workflow can have it.</summary>
    /// <returns>
    /// Whether it is withdrawn; false where it was taken; null where it was withdrawn when it was received before, for now it
    /// may still come, as sent again.
    /// </returns>
    /// <exception cref="RpcException">The sidecar or its store is away: nothing is settled.</exception>
    public async ValueTask<bool?> WithdrawAsync(string commandId, DateTimeOffset receivedAt, CancellationToken cancellation) =>
        await workflows.ScheduleUnlessTakenAsync(Withdrawal.Name, commandId, new Withdrawal(receivedAt), withInput: true, cancellation) switch
        {
            null => true,
            { WorkflowName: Withdrawal.Name } before => Withdrawal.ReceivedAtOf(before) >= receivedAt ? true : null,
            _ => false,
        };

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
            { WorkflowName: Withdrawal.Name } withdrawn => await TakeAgainAsync(command, Withdrawal.ReceivedAtOf(withdrawn), cancellation),
            var taken when taken.ReadInputAs<TCommand>() is { } before && Wishes.Of(before) == Wishes.Of(command) => Outcome.Pending(),
            _ => Outcome.Rejected(Rejections.IdempotencyKeyReused),
        };
    }

    // Its sender was told that nothing happened, and sends it again; unless it is what was withdrawn and was only slow.
    private async ValueTask<Outcome> TakeAgainAsync<TCommand>(TCommand command, DateTimeOffset withdrawn, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        if (command is IReceivedCommand received && received.ReceivedAt <= withdrawn)
            return Outcome.Failed("withdrawn");
        await workflows.PurgeInstanceAsync(command.CommandId, cancellation);
        await workflows.ScheduleNewWorkflowAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, null, cancellation);
        return Outcome.Pending();
    }
}
