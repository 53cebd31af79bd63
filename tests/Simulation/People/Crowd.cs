using Auctions;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Store;
using Simulation.Tests.Clock;
using Simulation.Tests.Invariants;
using Simulation.Tests.Processes;

namespace Simulation.Tests.People;

/// <summary>The seller, the bidders and the auctioneer, in one process that is never stopped.</summary>
internal sealed class Crowd(World world)
{
    private const int MostTries = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SimulatedProcess _process = new("people", world.Loop, TimeSpan.Zero);
    private readonly TaskCompletionSource _opened = new();
    private int _busy;

    /// <summary>Whether everybody has sent what they wanted to, and has an answer or gave up.</summary>
    public bool IsDone => _busy == 0;

    /// <summary>Whether the seller knows that the auction is created.</summary>
    public bool IsOpened => _opened.Task.IsCompleted;

    public void Begin()
    {
        At(Scenario.CreatedAt, OpenAsync);
        At(Scenario.CreatedAt, ResumeAsync);
        foreach (var raise in world.Scenario.Raises)
            for (var copy = 0; copy < (raise is { HasKey: true, IsSentTwice: true } ? 2 : 1); copy++)
                At(raise.SentAt, () => RaiseAsync(raise));
        foreach (var action in world.Scenario.Actions)
            At(action.SentAt, () => ActAsync(action));
    }

    private void At(TimeSpan time, Func<Task> work)
    {
        _busy++;
        world.Loop.After(time, () => _process.Post(async () =>
        {
            await work();
            _busy--;
        }));
    }

    // The seller sends the same command until the auction is there.
    private async Task OpenAsync()
    {
        var command = new OpenAuctionCommand(
            CommandIds.New(Scenario.Auction, "open"), Scenario.Auction, Scenario.Seller, world.Scenario.Terms, EventLoop.Start + Scenario.CreatedAt);
        while (true)
        {
            try
            {
                var worker = world.Pick(world.Workers);
                var outcome = await world.Network.CallAsync(worker.Process, () => worker.Service.CreateAsync(command))
                    .WaitAsync(Patience, _process.Time);
                if (outcome.Kind == OutcomeKind.Succeeded)
                {
                    _opened.SetResult();
                    return;
                }

                throw new InvalidOperationException($"The auction can't be created: {outcome.Kind} {outcome.Reason}");
            }
            catch (Exception failure) when (failure is not InvalidOperationException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), _process.Time);
            }
        }
    }

    private async Task RaiseAsync(PlannedRaise raise)
    {
        await _opened.Task;
        for (var tried = 1; tried <= (raise.HasKey ? MostTries : 1); tried++)
        {
            if (await CallAsync(api => api.RaiseAsync(raise)) is Answer.Accepted or Answer.Refused)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(500 * tried), _process.Time);
        }
    }

    private async Task ActAsync(PlannedAction action)
    {
        await _opened.Task;
        await CallAsync(api => api.ActAsync(action));
    }

    // No auction stays paused for ever: once nothing goes wrong any more, the auctioneer resumes it.
    private async Task ResumeAsync()
    {
        if (world.Scenario.Actions.All(action => action.Action != DecisionKind.Pause))
            return;
        for (var number = 10; !world.Faults.AreOver || FinalChecks.Head(world)?.State.Status == AuctionStatus.Paused; number++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _process.Time);
            if (world.Faults.AreOver)
                await ActAsync(new(number, TimeSpan.Zero, DecisionKind.Resume));
        }
    }

    private async Task<Answer> CallAsync(Func<SimulatedApi, Task<Answer>> call)
    {
        try
        {
            var api = world.Pick(world.Apis);
            return await world.Network.CallAsync(api.Process, () => call(api.Service)).WaitAsync(Patience, _process.Time);
        }
        catch (Exception failure) when (failure is not InvalidOperationException)
        {
            return Answer.Unknown;
        }
    }
}
