using Auctions;
using Auctions.Bus;
using Auctions.Rules;
using Auctions.Worker.Workflows;
using Simulation.Tests.Clock;

namespace Simulation.Tests.Processes;

/// <summary>
/// How a worker accepts a command and withdraws it, as <c>DurableCommands</c> does: the workflow has the id of its command, and
/// is scheduled before the command is acknowledged.
/// </summary>
internal sealed class Accepting(World world, SimulatedProcess process, Backlog backlog)
{
    public async Task<Outcome> AcceptAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        var mayAccept = await backlog.AdmitAsync(CancellationToken.None);
        var accepted = mayAccept
            ? await world.Network.CallHubAsync(() => world.Workflows.Schedule(command))
            : await world.Network.CallHubAsync(() => world.Workflows.Find(command.CommandId) as TCommand);
        if (accepted is null)
            return Outcome.Failed(mayAccept ? "withdrawn" : "overloaded");
        return accepted.Fingerprint == command.Fingerprint ? Outcome.Pending() : Outcome.Rejected(Rejections.IdempotencyKeyReused);
    }

    public async Task<bool> WithdrawAsync(string commandId, DateTimeOffset receivedAt)
    {
        var now = process.Time.GetUtcNow();
        return await world.Network.CallHubAsync(() => world.Workflows.Withdraw(commandId, receivedAt > now ? receivedAt : now));
    }
}
