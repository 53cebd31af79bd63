using Auctions.Bus;
using Auctions.Rules;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Workflows;

/// <summary>Accepts commands by scheduling their workflows. A workflow has the id of its command.</summary>
internal sealed class DurableCommands(DaprWorkflowClient workflows, Backlog backlog, TimeProvider time) : IDurableCommands
{
    /// <summary>Withdraws a command, unless a worker has accepted it. Only one workflow can have the id: the command's or the withdrawal's.</summary>
    /// <param name="commandId">The command's id.</param>
    /// <param name="receivedAt">When Api received the try that is withdrawn.</param>
    /// <param name="cancellation">Cancels the wait; whether the command is withdrawn is then unknown.</param>
    /// <returns>
    /// True where the command is withdrawn; false where a worker has accepted it; null where only an earlier try is withdrawn, so
    /// that this try may still arrive.
    /// </returns>
    /// <exception cref="RpcException">The sidecar or its store is away: nothing is settled.</exception>
    public async ValueTask<bool?> WithdrawAsync(string commandId, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        // A command whose workflow has ended was accepted, although the sidecar would give the id to the withdrawal.
        if (await workflows.FindCommandAsync(commandId, withInput: false, cancellation) is not null)
            return false;
        var now = time.GetUtcNow();
        var withdrawal = new Withdrawal(receivedAt > now ? receivedAt : now);
        return await workflows.ScheduleOnceAsync(nameof(WithdrawnCommand), commandId, withdrawal, withInput: true, cancellation) switch
        {
            null => true,
            { WorkflowName: nameof(WithdrawnCommand) } before => Withdrawal.UntilOf(before) >= receivedAt ? true : null,
            _ => false,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away; whether the command is accepted is unknown.</exception>
    public async ValueTask<Outcome> AcceptAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        // A command must not be refused if a worker accepted it before that worker died.
        if (!await backlog.AdmitAsync(cancellation))
            return await workflows.FindCommandAsync(command.CommandId, withInput: true, cancellation) is { } before
                ? Repeated(command, before)
                : Outcome.Failed("overloaded");
        return await workflows.ScheduleOnceAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, withInput: true, cancellation) switch
        {
            null => Outcome.Pending(),
            { WorkflowName: nameof(WithdrawnCommand) } withdrawn => await AcceptWithdrawnAsync(command, withdrawn, cancellation),
            var accepted => Repeated(command, accepted),
        };
    }

    private static Outcome Repeated<TCommand>(TCommand command, WorkflowState accepted)
        where TCommand : class, ICommand<TCommand> =>
        accepted.WorkflowName == CommandCatalog.NameOf<TCommand>()
            && accepted.ReadInputAs<TCommand>() is { } before && FingerprintOf(before) == FingerprintOf(command)
            ? Outcome.Pending()
            : Outcome.Rejected(Rejections.IdempotencyKeyReused);

    private static string? FingerprintOf(object command) => (command as IAuctionCommand)?.Fingerprint;

    // The sender knows that the command was withdrawn and sends it again. The withdrawn try itself may also arrive late.
    private async ValueTask<Outcome> AcceptWithdrawnAsync<TCommand>(TCommand command, WorkflowState withdrawn, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        if (command is IAuctionCommand received && received.ReceivedAt <= Withdrawal.UntilOf(withdrawn))
            return Outcome.Failed("withdrawn");
        try
        {
            if (!withdrawn.IsWorkflowCompleted)
                await workflows.TerminateWorkflowAsync(command.CommandId, null, cancellation);
            await workflows.PurgeInstanceAsync(command.CommandId, cancellation);
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // Another copy of the command has purged the withdrawal, or the termination has not ended yet. Scheduling then succeeds or fails.
        }

        await workflows.ScheduleNewWorkflowAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, null, cancellation);
        return Outcome.Pending();
    }
}
