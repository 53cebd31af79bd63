namespace Simulation.Tests.Clock;

/// <summary>
/// The simulated time, and everything that happens in it, one after the other on the thread that made the loop. Tasks that are
/// ready run in an order that <paramref name="order"/> chooses, and take no time. Once none is ready, the time moves on to what
/// is due next. So the same seed gives the same run.
/// </summary>
/// <param name="order">Chooses among tasks that are ready, and among actions that are due at the same instant.</param>
internal sealed class EventLoop(Random order)
{
    /// <summary>The instant at which every simulation starts.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 27, 20, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long At, int Tie, long Number)> _due = new();
    private readonly List<ProcessScheduler> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _number;

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed { get; private set; }

    public DateTimeOffset Now => Start + Elapsed;

    /// <summary>The number of tasks and actions that have run.</summary>
    public long Steps { get; private set; }

    /// <summary>What no process expected; it ends the simulation.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Runs an action after some time.</summary>
    public void After(TimeSpan delay, Action action)
    {
        AssertThread();
        var at = Elapsed + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        _due.Enqueue(action, (at.Ticks, order.Next(), ++_number));
    }

    /// <summary>Runs one task, or the next action that is due. Returns false where nothing is left to do.</summary>
    public bool Step()
    {
        Steps++;
        if (_ready.Count > 0)
        {
            var at = order.Next(_ready.Count);
            if (!_ready[at].RunOne(order))
                _ready.RemoveAt(at);
            return true;
        }

        if (!_due.TryDequeue(out var action, out var key))
            return false;
        Elapsed = TimeSpan.FromTicks(key.At);
        action();
        return true;
    }

    public void Fail(Exception failure) => Failure ??= failure;

    public void AddReady(ProcessScheduler scheduler) => _ready.Add(scheduler);

    public void RemoveReady(ProcessScheduler scheduler) => _ready.Remove(scheduler);

    /// <summary>Fails where the code left the loop, for example by <c>ConfigureAwait(false)</c>.</summary>
    public void AssertThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("Simulated code runs on another thread, so the run doesn't depend on the seed alone.");
    }
}
