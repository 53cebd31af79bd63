using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Durable;

/// <summary>Takes commands by scheduling their workflows, under the command's id: one id is one workflow.</summary>
internal sealed class DurableCommands(DaprWorkflowClient workflows, Backlog backlog, TimeProvider time) : IDurableCommands
{
    /// <summary>Withdraws a command, unless it was taken: the id decides, for only one workflow can have it.</summary>
    /// <param name="commandId">The command's id.</param>
    /// <param name="receivedAt">When the try was received that is withdrawn.</param>
    /// <param name="cancellation">Ends the wait; whether it was withdrawn is unknown then.</param>
    /// <returns>
    /// Whether it is withdrawn; false where it was taken; null where it was withdrawn before it was received this time, for
    /// now it may still come, as sent again.
    /// </returns>
    /// <exception cref="RpcException">The sidecar or its store is away: nothing is settled.</exception>
    public async ValueTask<bool?> WithdrawAsync(string commandId, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        // One that has ended doesn't hold its id against the withdrawal, but was taken all the same.
        if (await workflows.FindTakenAsync(commandId, withInput: false, cancellation) is not null)
            return false;
        var now = time.GetUtcNow();
        var withdrawal = new Withdrawal(receivedAt > now ? receivedAt : now);
        return await workflows.ScheduleUnlessTakenAsync(nameof(WithdrawnCommand), commandId, withdrawal, withInput: true, cancellation) switch
        {
            null => true,
            { WorkflowName: nameof(WithdrawnCommand) } before => Withdrawal.UntilOf(before) >= receivedAt ? true : null,
            _ => false,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away; whether it was taken is unknown.</exception>
    public async ValueTask<Outcome> TakeAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        // What is turned away must not have been taken by a worker that died before it said so.
        if (!await backlog.MayTakeAsync(cancellation))
            return await workflows.FindTakenAsync(command.CommandId, withInput: true, cancellation) is { } before
                ? TakenBefore(command, before)
                : Outcome.Failed("overloaded");

        return await workflows.ScheduleUnlessTakenAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, withInput: true, cancellation) switch
        {
            null => Outcome.Pending(),
            { WorkflowName: nameof(WithdrawnCommand) } withdrawn => await TakeAgainAsync(command, withdrawn, cancellation),
            var taken => TakenBefore(command, taken),
        };
    }

    private static Outcome TakenBefore<TCommand>(TCommand command, WorkflowState taken)
        where TCommand : class, ICommand<TCommand> =>
        taken.WorkflowName == CommandCatalog.NameOf<TCommand>()
            && taken.ReadInputAs<TCommand>() is { } before && Wishes.Of(before) == Wishes.Of(command)
            ? Outcome.Pending()
            : Outcome.Rejected(Rejections.IdempotencyKeyReused);

    // Its sender was told that nothing happened, and sends it again; unless it is what was withdrawn and was only slow.
    private async ValueTask<Outcome> TakeAgainAsync<TCommand>(TCommand command, WorkflowState withdrawn, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        if (command is IReceivedCommand received && received.ReceivedAt <= Withdrawal.UntilOf(withdrawn))
            return Outcome.Failed("withdrawn");
        try
        {
            if (!withdrawn.IsWorkflowCompleted)
                await workflows.TerminateWorkflowAsync(command.CommandId, null, cancellation);
            await workflows.PurgeInstanceAsync(command.CommandId, cancellation);
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // The same command came twice and the other one makes room, or it takes a moment more: it is tried again.
        }

        await workflows.ScheduleNewWorkflowAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, null, cancellation);
        return Outcome.Pending();
    }
}
