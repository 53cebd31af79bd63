namespace Simulation.Tests.Clock;

/// <summary>The sidecar of one process: it carries what the process sends and receives. While it is stopped, all of that waits.</summary>
internal sealed class SimulatedSidecar
{
    private List<Action> _waiting = [];

    public bool IsStopped { get; private set; }

    public void Stop() => IsStopped = true;

    public void Continue()
    {
        IsStopped = false;
        var waiting = _waiting;
        _waiting = [];
        foreach (var action in waiting)
            action();
    }

    /// <summary>Runs an action of the loop now, or once the sidecar is continued.</summary>
    public void Carry(Action action)
    {
        if (IsStopped)
            _waiting.Add(action);
        else
            action();
    }
}
