using Simulation.Tests.Clock;

namespace Simulation.Tests.Processes;

/// <summary>A process that is started again after it was killed. Each life begins with an empty memory.</summary>
internal abstract class Replica(string name, EventLoop loop, TimeSpan clockOffset)
{
    /// <summary>The current life; after a kill the last one.</summary>
    public SimulatedProcess Process { get; private set; } = new(name, loop, clockOffset);

    public void Start()
    {
        Process = new SimulatedProcess(name, loop, clockOffset);
        Begin(Process);
    }

    protected abstract void Begin(SimulatedProcess process);
}

/// <inheritdoc cref="Replica"/>
internal sealed class Replica<TService>(string name, EventLoop loop, TimeSpan clockOffset, Func<SimulatedProcess, TService> make)
    : Replica(name, loop, clockOffset)
    where TService : class
{
    /// <summary>What runs in the current life.</summary>
    public TService Service { get; private set; } = null!;

    protected override void Begin(SimulatedProcess process) => Service = make(process);
}
