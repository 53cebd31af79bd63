namespace Simulation.Tests.Clock;

/// <summary>
/// One life of a process. It can be stopped, and none of its tasks and timers run until it is continued; or killed, and they
/// never run. What it has sent by then arrives all the same.
/// </summary>
internal sealed class SimulatedProcess
{
    private readonly EventLoop _loop;
    private readonly ProcessScheduler _scheduler;
    private TimeSpan _undisturbedSince;
    private List<Action> _whenContinued = [];
    private List<Action> _whenKilled = [];

    public SimulatedProcess(string name, EventLoop loop, TimeSpan clockOffset)
    {
        Name = name;
        _loop = loop;
        _scheduler = new(loop);
        _undisturbedSince = loop.Elapsed;
        ClockOffset = clockOffset;
        Time = new ProcessClock(loop, this);
    }

    public string Name { get; }

    public TimeProvider Time { get; }

    public SimulatedSidecar Sidecar { get; } = new();

    /// <summary>How far the clock is ahead.</summary>
    public TimeSpan ClockOffset { get; set; }

    public bool IsAlive { get; private set; } = true;

    public bool IsStopped { get; private set; }

    /// <summary>Since when no fault has hindered the process, by the simulated time; null while it or its sidecar doesn't run.</summary>
    public TimeSpan? UndisturbedSince => IsAlive && !IsStopped && !Sidecar.IsStopped ? _undisturbedSince : null;

    /// <summary>Runs work in the process. Work that throws ends the simulation, because a process catches what it expects.</summary>
    public void Post(Func<Task> work)
    {
        if (IsAlive)
            _ = Task.Factory.StartNew(() => GuardAsync(work), CancellationToken.None, TaskCreationOptions.None, _scheduler);
    }

    public void Post(Action work) => Post(() =>
    {
        work();
        return Task.CompletedTask;
    });

    /// <summary>Waits by the clock of the process; not at all where the delay is negative.</summary>
    public Task DelayAsync(TimeSpan delay) => Task.Delay(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Time);

    /// <summary>Notes that a fault hinders the process from now on, and for how long.</summary>
    public void Disturb(TimeSpan length = default) =>
        _undisturbedSince = TimeSpan.FromTicks(Math.Max(_undisturbedSince.Ticks, (_loop.Elapsed + length).Ticks));

    public void Stop()
    {
        IsStopped = true;
        _scheduler.Stop();
    }

    public void Continue()
    {
        IsStopped = false;
        Disturb();
        _scheduler.Continue();
        var waiting = _whenContinued;
        _whenContinued = [];
        foreach (var action in waiting)
            _loop.After(TimeSpan.Zero, action);
    }

    public void Kill()
    {
        IsAlive = false;
        _scheduler.Kill();
        var waiting = _whenKilled;
        _whenKilled = [];
        foreach (var action in waiting)
            _loop.After(TimeSpan.Zero, action);
    }

    /// <summary>Runs an action of the loop once the process is continued.</summary>
    public void WhenContinued(Action action) => _whenContinued.Add(action);

    /// <summary>Runs an action of the loop once the process is killed.</summary>
    public void WhenKilled(Action action) => _whenKilled.Add(action);

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            _loop.Fail(new InvalidOperationException($"{Name} didn't expect this: {failure.Message}", failure));
        }
    }
}
