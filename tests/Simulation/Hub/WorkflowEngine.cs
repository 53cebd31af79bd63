using Auctions;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.Worker.Schedules;
using Auctions.Worker.Workflows;
using Dapr.Workflow;
using Simulation.Tests.Faults;
using Simulation.Tests.Processes;

namespace Simulation.Tests.Hub;

/// <summary>
/// Dapr's workflows, in the hub. A workflow that is scheduled ends, whatever dies. Its code is the product's; its activities run at
/// least once, and move to another worker where one is killed or doesn't answer.
/// </summary>
internal sealed class WorkflowEngine(World world)
{
    // Sidecars differ in this: some run a workflow again that is scheduled under the id of one that has ended.
    private readonly bool _runsEndedIdsAgain = world.NextSeed() % 2 == 0;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private static readonly HashSet<string> StepsOfRaises = [.. AuctionRaiseCommand.Handlers.Select(ActivityNames.Of<AuctionRaiseCommand>)];

    private readonly Dictionary<(string Workflow, string Step), StepFailure> _failing = [];
    private readonly Dictionary<string, SimulatedWorkflow> _running = new(StringComparer.Ordinal);

    /// <summary>Whether every workflow has ended.</summary>
    public bool IsIdle => _running.Count == 0;

    /// <summary>Whether there is a workflow of an id, running or ended.</summary>
    public bool IsKnown(string id) => _known.Contains(id);

    /// <summary>Schedules the workflow of a command, unless the command has one.</summary>
    public bool Schedule<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand =>
        Run(command.CommandId, world.Scenario.NameOf(command.CommandId), workflow => new CommandWorkflow<TCommand>().RunAsync(workflow, command));

    /// <summary>Schedules the workflow of an auction, unless it has one.</summary>
    public bool ScheduleAuction(string auction) =>
        Run(AuctionWorkflow.IdOf(auction), "the auction", workflow => new AuctionWorkflow().RunAsync(workflow, auction));

    /// <summary>Notifies the workflow of an auction of a change.</summary>
    public bool Notify(string auction)
    {
        if (_running.TryGetValue(AuctionWorkflow.IdOf(auction), out var workflow))
        {
            world.Story?.Add("the auction's workflow is notified");
            workflow.Raise();
        }

        return true;
    }

    /// <summary>
    /// Runs an activity until a worker has answered. A worker that doesn't answer in time may still run it later, at the same time as
    /// another worker.
    /// </summary>
    /// <exception cref="WorkflowTaskFailedException">The activity threw.</exception>
    public async Task<string> RunActivityAsync(string workflow, string activity, string input)
    {
        var failing = StepsOfRaises.Contains(activity) ? FailureOf(workflow, activity) : StepFailure.None;
        while (true)
        {
            var answer = RunOnSomeWorkerAsync(activity, input, failing);
            if (world.Faults.Happens(FaultKind.DoubledActivity))
                _ = RunOnSomeWorkerAsync(activity, input, failing);
            await Task.WhenAny(answer, world.Hub.DelayAsync(world.Faults.Between(5_000, 60_000)));
            if (answer.IsCompletedSuccessfully && answer.Result is var (result, failure))
            {
                if (failure is null)
                    return result!;
                world.Story?.Add($"{activity} of {workflow} fails: {failure.Message}");
                throw new WorkflowTaskFailedException("Task failed", new(failure.GetType().FullName!, failure.Message));
            }

            if (answer.IsFaulted)
                await world.Hub.DelayAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    private StepFailure FailureOf(string workflow, string step)
    {
        if (!_failing.TryGetValue((workflow, step), out var failure) && world.Faults.Happens(FaultKind.FailingStep))
            failure = world.NextSeed() % 2 == 0 ? StepFailure.BeforeTheWork : StepFailure.AfterTheWork;
        _failing[(workflow, step)] = failure;
        return failure;
    }

    private Task<(string? Result, Exception? Failure)> RunOnSomeWorkerAsync(string activity, string input, StepFailure failing)
    {
        var worker = world.Pick(world.Workers);
        return world.Network.CallAsync(worker.Process, () => RunAsync(worker.Service, activity, input, failing));
    }

    // What the activity throws is its result; what the call throws is the network's.
    private static async Task<(string? Result, Exception? Failure)> RunAsync(
        SimulatedWorker worker, string activity, string input, StepFailure failing)
    {
        try
        {
            if (failing == StepFailure.BeforeTheWork)
                throw new InvalidOperationException("The step always fails.");
            var result = await worker.RunActivityAsync(activity, input);
            return failing == StepFailure.AfterTheWork ? throw new InvalidOperationException("The step always fails after its work.") : (result, null);
        }
        catch (Exception failure)
        {
            return (null, failure);
        }
    }

    private bool Run(string id, string name, Func<SimulatedWorkflow, Task> run)
    {
        if (_running.ContainsKey(id) || (!_known.Add(id) && !_runsEndedIdsAgain))
            return false;
        world.Story?.Add($"the workflow of {name} begins");
        var workflow = new SimulatedWorkflow(world, id, name);
        _running.Add(id, workflow);
        world.Hub.Post(async () =>
        {
            try
            {
                await run(workflow);
            }
            catch (CommandFailedException failure)
            {
                world.Story?.Add($"the workflow of {name} fails: {failure.Message}");
            }

            _running.Remove(id);
        });
        return true;
    }
}

/// <summary>When a step fails that fails at every try.</summary>
internal enum StepFailure
{
    None,
    BeforeTheWork,
    AfterTheWork,
}
