using Auctions.Pusher;
using Simulation.Tests.Clock;
using Simulation.Tests.Faults;
using Simulation.Tests.Hub;
using Simulation.Tests.Invariants;
using Simulation.Tests.People;
using Simulation.Tests.Processes;
using Simulation.Tests.Story;

namespace Simulation.Tests;

/// <summary>
/// The whole system in one process: two apis, two workers, two pushers, the hub, and people. Everything depends on the seed:
/// what people do, what goes wrong and when, and which of two things that could happen next happens first.
/// </summary>
internal sealed class World : IDisposable
{
    // Far more than any run takes whose processes all run again.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // What may still be on its way once everything seems to be done.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(5);

    private readonly Random _choice;
    private readonly PusherMetrics _metrics = new();
    private readonly List<Watcher> _watchers = [];

    public World(int seed, bool withStory = false)
    {
        // A source for each purpose: what people do stays the same where the code takes other steps.
        Scenario = Scenario.Of(new Random(seed));
        Faults = new(new Random(seed ^ 0x1000_0000));
        _choice = new(seed ^ 0x2000_0000);
        Loop = new(_choice);
        Story = withStory ? new(Loop, Scenario) : null;
        Ledger = new(this);
        Promptness = new(this);
        Hub = new("hub", Loop, TimeSpan.Zero);
        Network = new(Loop, Faults, Hub);
        Store = new(Faults) { Written = Ledger.OnWritten };
        Broker = new(Loop, Faults, () => Pushers!);
        Workflows = new(this);
        Apis = Two("api", 125, process => new SimulatedApi(this, process));
        Workers = Two("worker", 25, process => new SimulatedWorker(this, process));
        Pushers = Two("pusher", 25, process => new SimulatedPusher(this, process, _metrics));
        Crowd = new(this);
        Outages = new(this, new Random(seed ^ 0x3000_0000));
    }

    public Scenario Scenario { get; }

    public FaultSource Faults { get; }

    public EventLoop Loop { get; }

    public StoryLines? Story { get; }

    public Ledger Ledger { get; }

    public Promptness Promptness { get; }

    public SimulatedProcess Hub { get; }

    public Network Network { get; }

    public SimulatedStore Store { get; }

    public Broker Broker { get; }

    public WorkflowEngine Workflows { get; }

    public IReadOnlyList<Replica<SimulatedApi>> Apis { get; }

    public IReadOnlyList<Replica<SimulatedWorker>> Workers { get; }

    public IReadOnlyList<Replica<SimulatedPusher>> Pushers { get; }

    public IReadOnlyList<Watcher> Watchers => _watchers;

    public Crowd Crowd { get; }

    private Outages Outages { get; }

    /// <summary>One of the replicas, whatever its state: nobody knows of a process that it doesn't answer.</summary>
    public Replica<TService> Pick<TService>(IReadOnlyList<Replica<TService>> replicas)
        where TService : class => replicas[_choice.Next(replicas.Count)];

    public int NextSeed() => _choice.Next();

    /// <summary>Runs the simulation to its end.</summary>
    public void Run()
    {
        // The tests' own context would take what is awaited away from the simulated processes.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Begin();
            RunToEnd();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        FinalChecks.Run(this);
    }

    public void Dispose() => _metrics.Dispose();

    private void Begin()
    {
        foreach (var replica in (Replica[])[.. Apis, .. Workers, .. Pushers])
            replica.Start();
        Crowd.Begin();
        Promptness.Begin();
        for (var at = 0; at < Scenario.Watchers; at++)
        {
            var watcher = new Watcher(this, $"watcher-{at + 1}", at == 0 ? "ann" : null);
            _watchers.Add(watcher);
            watcher.Begin();
        }

        Loop.After(Outages.Plan(Scenario.ClosesAt) + TimeSpan.FromSeconds(3), () =>
        {
            Story?.Add("from now on nothing goes wrong");
            Faults.AreOver = true;
        });
    }

    private void RunToEnd()
    {
        var end = Limit;
        while (Loop.Failure is null && Loop.Elapsed < end && Loop.Step())
            if (end == Limit && Loop.Steps % 256 == 0 && Faults.AreOver && FinalChecks.IsSettled(this))
                end = Loop.Elapsed + Aftermath;
        if (Loop.Failure is { } failure)
            Ledger.Report(Invariant.ComesToItsEnd, failure.ToString());
        else if (end == Limit)
            Ledger.Report(Invariant.ComesToItsEnd, $"after {Limit.TotalMinutes} minutes {FinalChecks.Unsettled(this)}");
    }

    private Replica<TService>[] Two<TService>(string name, double mostOffset, Func<SimulatedProcess, TService> make)
        where TService : class =>
        [.. Enumerable.Range(1, 2).Select(number => new Replica<TService>(
            $"{name}-{number}", Loop, TimeSpan.FromMilliseconds(mostOffset * ((2 * _choice.NextDouble()) - 1)), make))];
}
