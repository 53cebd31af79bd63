using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Ordering;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Store;
using Dapr.Workflow;
using Grpc.Core;

namespace Auctions.Worker.Workflows;

/// <summary>
/// Accepts durable commands. A command that has a place in an auction's order is accepted once it is pending in the auction's head,
/// and its workflow is scheduled afterwards. Any other command is accepted by scheduling its workflow. A workflow has the id of its
/// command.
/// </summary>
internal sealed class DurableCommands(
    CommandOrder order, AuctionStore store, DaprWorkflowClient workflows, Backlog backlog, ILogger<DurableCommands> log) : IDurableCommands, IOrderedWorkflows
{
    private static readonly HashSet<string> Ordered =
        [.. AuctionCommands.All.Where(command => command.Type.IsAssignableTo(typeof(IOrderedCommand))).Select(command => command.Name)];

    /// <summary>Whether the commands of a name have a place in an auction's order.</summary>
    public static bool IsOrdered(string type) => Ordered.Contains(type);

    /// <summary>Withdraws a command, unless a worker has accepted it.</summary>
    /// <param name="type">The command's name.</param>
    /// <param name="auction">The auction's id.</param>
    /// <param name="commandId">The command's id.</param>
    /// <param name="receivedAt">When Api received the copy that is withdrawn, with all that it received earlier.</param>
    /// <param name="cancellation">Cancels the wait; whether the command is withdrawn is then unknown.</param>
    /// <returns>
    /// True where the command is withdrawn; false where a worker has accepted it; null where a command without a place in an order
    /// may still arrive.
    /// </returns>
    /// <exception cref="AuctionBusyException">Nothing is settled.</exception>
    /// <exception cref="RpcException">The sidecar or its store is away: nothing is settled.</exception>
    public async ValueTask<bool?> WithdrawAsync(
        string type, string auction, string commandId, DateTimeOffset receivedAt, CancellationToken cancellation) =>
        Ordered.Contains(type) ? await order.WithdrawAsync(auction, commandId, receivedAt, cancellation)
        : await workflows.FindCommandAsync(commandId, withInput: false, cancellation) is null ? null
        : false;

    /// <inheritdoc/>
    /// <exception cref="AuctionBusyException">Whether the command is accepted is unknown.</exception>
    /// <exception cref="RpcException">The sidecar or its store is away; whether the command is accepted is unknown.</exception>
    public async ValueTask<Outcome> AcceptAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        var mayAccept = await backlog.AdmitAsync(cancellation);
        if (command is IOrderedCommand ordered)
        {
            var outcome = await order.AcceptAsync(ordered, isOverloaded: !mayAccept, cancellation);
            if (order.IsUnscheduled(ordered))
                _ = ScheduleLaterAsync(command, ordered.Auction);
            return outcome;
        }

        // A command must not be refused if a worker accepted it before that worker died.
        var name = CommandCatalog.NameOf<TCommand>();
        var before = mayAccept
            ? await workflows.ScheduleOnceAsync(name, command.CommandId, command, withInput: true, cancellation)
            : await workflows.FindCommandAsync(command.CommandId, withInput: true, cancellation);
        return before is not null ? Repeated(command, before) : mayAccept ? Outcome.Pending() : Outcome.Failed("overloaded");
    }

    /// <inheritdoc/>
    /// <exception cref="RpcException">The sidecar or its store is away.</exception>
    public async ValueTask ScheduleAsync(string auction, DecisionRecord accepted, CancellationToken cancellation)
    {
        // A sidecar may run a workflow again whose id has ended, so the id is looked up first.
        if (await workflows.FindCommandAsync(accepted.Command, withInput: false, cancellation) is not null)
            return;
        if (accepted.Kind == DecisionKind.Raise)
            await ScheduleAsync(AuctionRaiseCommand.From(auction, accepted), cancellation);
        else
            await ScheduleAsync(AuctioneerCommand.From(auction, accepted), cancellation);
    }

    private async ValueTask ScheduleAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand> =>
        await workflows.ScheduleOnceAsync(CommandCatalog.NameOf<TCommand>(), command.CommandId, command, withInput: false, cancellation);

    // The sender doesn't wait for this: the command is in the head, where the sweep finds it.
    private async Task ScheduleLaterAsync<TCommand>(TCommand command, string auction)
        where TCommand : class, ICommand<TCommand>
    {
        try
        {
            await ScheduleAsync(command, CancellationToken.None);
            store.NoteScheduled(auction, command.CommandId);
        }
        catch (Exception failure)
        {
            log.LogWarning(
                "The workflow of {Command} {CommandId} could not be scheduled; the sweep schedules it: {Failure}",
                CommandCatalog.NameOf<TCommand>(), command.CommandId, failure.Message);
        }
    }

    private static Outcome Repeated<TCommand>(TCommand command, WorkflowState accepted)
        where TCommand : class, ICommand<TCommand> =>
        accepted.WorkflowName == CommandCatalog.NameOf<TCommand>()
            && accepted.ReadInputAs<TCommand>() is { } before && FingerprintOf(before) == FingerprintOf(command)
            ? Outcome.Pending()
            : Outcome.Rejected(Rejections.IdempotencyKeyReused);

    private static string? FingerprintOf(object command) => (command as IAuctionCommand)?.Fingerprint;
}
