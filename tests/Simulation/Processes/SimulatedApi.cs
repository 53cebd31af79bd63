using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Views;
using Simulation.Tests.Clock;
using Simulation.Tests.Hub;
using Simulation.Tests.Invariants;
using Simulation.Tests.People;

namespace Simulation.Tests.Processes;

/// <summary>
/// One life of an api: it stamps the time of receipt, hands the command to a worker, and settles whether it was accepted where
/// no answer comes, as <c>GrpcCommandDispatcher</c> does.
/// </summary>
internal sealed class SimulatedApi(World world, SimulatedProcess process)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(4);

    private readonly AuctionReader _reader = new(new StoreClient(world.Network, world.Store, process.Name), process.Time);

    public Task<Answer> RaiseAsync(PlannedRaise raise)
    {
        var command = new AuctionRaiseCommand(raise.CommandId, Scenario.Auction, raise.Bidder, raise.Amount, process.Time.GetUtcNow())
        {
            Maximum = raise.Maximum,
        };
        world.Story?.Add($"{process.Name} receives {raise} at {world.Story.Clock(command.ReceivedAt)}");
        return AnswerAsync(command, worker => worker.DispatchAsync(command));
    }

    public Task<Answer> ActAsync(PlannedAction action)
    {
        var command = action.At(process.Time.GetUtcNow());
        world.Story?.Add($"{process.Name} receives {action} at {world.Story.Clock(command.ReceivedAt)}");
        return AnswerAsync(command, worker => worker.DispatchAsync(command));
    }

    private async Task<Answer> AnswerAsync<TCommand>(TCommand command, Func<SimulatedWorker, Task<Outcome>> dispatch)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        world.Ledger.OnReceived(command);
        var answer = await DispatchAsync(dispatch) switch
        {
            { Kind: OutcomeKind.Rejected, Reason: Rejections.UnknownAuction or Rejections.IdempotencyKeyReused } => Answer.Refused,
            { Kind: OutcomeKind.Pending or OutcomeKind.Succeeded or OutcomeKind.Rejected } => Answer.Accepted,
            { Kind: OutcomeKind.Invalid } => Answer.Refused,
            _ => await SettleAsync(command),
        };
        world.Ledger.OnAnswered(command.CommandId, answer);
        world.Story?.Add($"{process.Name} answers {world.Story.NameOf(command.CommandId)}: {Words(answer)}");
        return answer;
    }

    private static string Words(Answer answer) => answer switch
    {
        Answer.Accepted => "202",
        Answer.Refused => "4xx",
        Answer.NotAccepted => "503 not-accepted",
        _ => "503 unknown-outcome",
    };

    // The sidecar calls the next worker only where nothing listens. A worker that doesn't answer may have accepted the command.
    private async Task<Outcome> DispatchAsync(Func<SimulatedWorker, Task<Outcome>> dispatch)
    {
        try
        {
            return await OnSomeWorkerAsync(dispatch).WaitAsync(Deadline, process.Time);
        }
        catch (Exception failure) when (failure is not InvalidOperationException)
        {
            return Outcome.Failed("unavailable");
        }
    }

    private async Task<Answer> SettleAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        try
        {
            if (await _reader.CommandAsync(command.CommandId, CancellationToken.None) is not null)
                return Answer.Accepted;
            var isWithdrawn = await OnSomeWorkerAsync(worker => worker.WithdrawAsync(command.CommandId, command.ReceivedAt))
                .WaitAsync(SettlingLimit, process.Time);
            return !isWithdrawn || await _reader.CommandAsync(command.CommandId, CancellationToken.None) is not null
                ? Answer.Accepted
                : Answer.NotAccepted;
        }
        catch (Exception failure) when (failure is not InvalidOperationException)
        {
            return Answer.Unknown;
        }
    }

    private Task<TAnswer> OnSomeWorkerAsync<TAnswer>(Func<SimulatedWorker, Task<TAnswer>> call)
    {
        var worker = world.Pick(world.Workers);
        return world.Network.CallAsync(worker.Process, () => call(worker.Service));
    }
}
