using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Raising;
using Auctions.Store;
using Auctions.Worker.Workflows;
using Simulation.Tests.Clock;
using Simulation.Tests.Faults;
using Simulation.Tests.Processes;

namespace Simulation.Tests.Hub;

/// <summary>
/// Dapr's workflows, in the hub. A workflow that is scheduled ends, whatever dies; its steps run at least once, are retried as
/// the command says, and move to another worker where one is killed or doesn't answer. services/Worker/Workflows has the
/// same in Dapr's terms.
/// </summary>
internal sealed class WorkflowEngine(World world)
{
    private readonly HashSet<string> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource> _schedules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);

    /// <summary>Whether every workflow has ended.</summary>
    public bool IsIdle => _running.Count == 0;

    /// <summary>Schedules the workflow of a command, unless the command has one.</summary>
    public bool Schedule<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        if (!_commands.Add(command.CommandId))
            return false;
        world.Story?.Add($"the workflow of {world.Story.NameOf(command.CommandId)} begins");
        Run(command.CommandId, () => RunAsync(command));
        return true;
    }

    /// <summary>Schedules the workflow of an auction, unless it has one.</summary>
    public bool ScheduleAuction(string auction)
    {
        if (_schedules.TryAdd(auction, new()))
            Run($"auction {auction}", () => FollowAsync(auction));
        return true;
    }

    /// <summary>Notifies the workflow of an auction of a change.</summary>
    public bool Notify(string auction)
    {
        world.Story?.Add("the auction's workflow is notified");
        if (_schedules.TryGetValue(auction, out var changed))
            changed.TrySetResult();
        return true;
    }

    private void Run(string id, Func<Task> workflow)
    {
        _running.Add(id);
        world.Hub.Post(async () =>
        {
            await workflow();
            _running.Remove(id);
        });
    }

    private async Task RunAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        var report = StepReport.None;
        foreach (var handler in TCommand.Handlers)
        {
            for (var tried = 1; ; tried++)
            {
                var before = report;
                var (after, failure) = await RunOnSomeWorkerAsync(worker => worker.RunStepAsync(handler, command, before));
                if (failure is null)
                {
                    report = after;
                    break;
                }

                world.Story?.Add($"{handler.Name} of {world.Story.NameOf(command.CommandId)} fails at try {tried}: {failure.Message}");
                if (tried > command.MaxRetry)
                {
                    world.Story?.Add($"{world.Story.NameOf(command.CommandId)} is dead-lettered");
                    if (command is AuctionRaiseCommand raise)
                        await NotifyBidderAsync(raise);
                    return;
                }

                await DelayAsync(command.RetryDelay(tried));
            }

            if (report.Outcome.Kind == OutcomeKind.Failed)
                return;
        }
    }

    private async Task NotifyBidderAsync(AuctionRaiseCommand raise)
    {
        for (var delay = TimeSpan.FromSeconds(1); ; delay = delay < TimeSpan.FromSeconds(15) ? 2 * delay : TimeSpan.FromSeconds(30))
        {
            if ((await RunOnSomeWorkerAsync(worker => worker.NotifyBidderAsync(raise))).Failure is null)
                return;
            await DelayAsync(delay);
        }
    }

    private async Task FollowAsync(string auction)
    {
        while (true)
        {
            var changed = _schedules[auction];
            var (step, failure) = await RunOnSomeWorkerAsync(worker => worker.AdvanceAsync(auction));
            if (failure is not null)
            {
                await DelayAsync(TimeSpan.FromMilliseconds(250));
                continue;
            }

            world.Story?.Add($"the auction's workflow finds it {step.Status}; the next step is {(step.DueAt is { } next ? $"due at {world.Story.Clock(next)}" : "due by a notification")}");
            if (step.IsOver)
                return;
            var due = step.DueAt is { } at ? DelayAsync(at - world.Loop.Now) : new TaskCompletionSource().Task;
            await Task.WhenAny(changed.Task, due);
            if (changed.Task.IsCompleted)
                _schedules[auction] = new();
        }
    }

    /// <summary>
    /// Runs a step until a worker has answered. A worker that doesn't answer in time may still run the step later, at the same
    /// time as another worker.
    /// </summary>
    private async Task<(TResult Result, Exception? Failure)> RunOnSomeWorkerAsync<TResult>(Func<SimulatedWorker, Task<TResult>> step)
    {
        while (true)
        {
            var worker = world.Pick(world.Workers);
            var service = worker.Service;
            var answer = world.Network.CallAsync(worker.Process, () => WithFailureAsync(step(service)));
            await Task.WhenAny(answer, DelayAsync(world.Faults.Between(5_000, 60_000)));
            if (answer.IsCompletedSuccessfully)
                return answer.Result;
            if (answer.IsFaulted)
                await DelayAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    // What the step throws is its result; what the call throws is the network's.
    private static async Task<(TResult Result, Exception? Failure)> WithFailureAsync<TResult>(Task<TResult> step)
    {
        try
        {
            return (await step, null);
        }
        catch (Exception failure)
        {
            return (default!, failure);
        }
    }

    private Task DelayAsync(TimeSpan delay) => Task.Delay(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, world.Hub.Time);
}

/// <summary>The workflows as a worker sees them.</summary>
internal sealed class WorkflowClient(Network network, WorkflowEngine engine) : IAuctionWorkflows, IOrderedWorkflows
{
    public async ValueTask ScheduleAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IOrderedCommand =>
        await network.CallHubAsync(() => engine.Schedule(command));

    public ValueTask ScheduleAsync(string auction, DecisionRecord pending, CancellationToken cancellation) =>
        pending.Kind == DecisionKind.Raise
            ? ScheduleAsync(AuctionRaiseCommand.From(auction, pending))
            : ScheduleAsync(AuctioneerCommand.From(auction, pending));

    public async ValueTask ScheduleAsync(string auction, CancellationToken cancellation) =>
        await network.CallHubAsync(() => engine.ScheduleAuction(auction), cancellation);

    public async ValueTask NotifyAsync(string auction, CancellationToken cancellation) =>
        await network.CallHubAsync(() => engine.Notify(auction), cancellation);

    public ValueTask ScheduleSessionAsync(string session, CancellationToken cancellation) => default;

    public ValueTask NotifySessionAsync(string session, CancellationToken cancellation) => default;
}
