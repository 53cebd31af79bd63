using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Ordering;
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
    // components/resiliency.yaml
    private const int MostTries = 4;
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(4);

    private readonly AuctionReader _reader = new(new StoreClient(world.Network, world.Store, process), process.Time);

    public Task<Answer> RaiseAsync(PlannedRaise raise)
    {
        var receivedAt = process.Time.GetUtcNow();
        var command = new AuctionRaiseCommand(raise.CommandId, Scenario.Auction, raise.Bidder, raise.Amount, receivedAt)
        {
            Maximum = raise.Maximum,
            AcceptBy = receivedAt + ReceiptBounds.AcceptWithin,
        };
        world.Story?.Add($"{process.Name} receives {raise} at {world.Story.Clock(command.ReceivedAt)} by its clock");
        return AnswerAsync(command);
    }

    public Task<Answer> ActAsync(PlannedAction action)
    {
        var receivedAt = process.Time.GetUtcNow();
        var command = action.At(receivedAt) with { AcceptBy = receivedAt + ReceiptBounds.AcceptWithin };
        world.Story?.Add($"{process.Name} receives {action} at {world.Story.Clock(command.ReceivedAt)} by its clock");
        return AnswerAsync(command);
    }

    private async Task<Answer> AnswerAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IOrderedCommand
    {
        world.Ledger.OnReceived(command);
        var started = process.Time.GetTimestamp();
        var outcome = await DispatchAsync(command);
        var isOneTry = process.Time.GetElapsedTime(started) < ShortestRetry && !CommandIds.IsFromIdempotencyKey(((IOrderedCommand)command).CommandId);
        var answer = outcome switch
        {
            { Kind: OutcomeKind.Rejected, Reason: Rejections.UnknownAuction or Rejections.IdempotencyKeyReused } => Answer.Refused,
            { Kind: OutcomeKind.Pending or OutcomeKind.Succeeded or OutcomeKind.Rejected } => Answer.Accepted,
            { Kind: OutcomeKind.Invalid } => Answer.Refused,
            { Kind: OutcomeKind.Failed } when isOneTry => Answer.NotAccepted,
            _ => await SettleAsync(command),
        };
        var id = ((IOrderedCommand)command).CommandId;
        world.Ledger.OnAnswered(id, answer);
        world.Story?.Add($"{process.Name} answers {world.Story.NameOf(id)}: {Words(answer)}");
        return answer;
    }

    private static string Words(Answer answer) => answer switch
    {
        Answer.Accepted => "202",
        Answer.Refused => "4xx",
        Answer.NotAccepted => "503 not-accepted",
        _ => "503 unknown-outcome",
    };

    // Null where no worker answers: one may have accepted the command.
    private async Task<Outcome?> DispatchAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IOrderedCommand
    {
        try
        {
            return await OnSomeWorkerAsync(worker => worker.DispatchAsync(command)).WaitAsync(Deadline, process.Time);
        }
        catch (Exception failure) when (failure is not InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<Answer> SettleAsync(IOrderedCommand command)
    {
        using var limit = new CancellationTokenSource(SettlingLimit, process.Time);
        try
        {
            if (await _reader.CommandAsync(command.CommandId, limit.Token) is not null)
                return Answer.Accepted;
            return await OnSomeWorkerAsync(worker => worker.WithdrawAsync(command)).WaitAsync(limit.Token) ? Answer.NotAccepted : Answer.Accepted;
        }
        catch (Exception failure) when (failure is not InvalidOperationException)
        {
            return Answer.Unknown;
        }
    }

    // The sidecar asks another worker where one doesn't answer. The first may still do what it was asked.
    private async Task<TAnswer> OnSomeWorkerAsync<TAnswer>(Func<SimulatedWorker, Task<TAnswer>> call)
    {
        for (var tried = 1; ; tried++)
        {
            var worker = world.Pick(world.Workers);
            try
            {
                return await world.Network.CallAsync(worker.Process, () => call(worker.Service)).WaitAsync(LongestTry, process.Time);
            }
            catch (Exception failure) when (failure is not InvalidOperationException && tried < MostTries)
            {
                await Task.Delay(BetweenTries, process.Time);
            }
        }
    }
}
