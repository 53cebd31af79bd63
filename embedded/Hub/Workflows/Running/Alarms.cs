namespace Embedded.Hub.Workflows.Running;

/// <summary>Something that is to happen to an instance at a time.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="ExecutionId">The execution that it is for.</param>
/// <param name="TimerId">The id of the action that made the timer, or one of the constants.</param>
internal readonly record struct Alarm(Instance Instance, string ExecutionId, int TimerId)
{
    /// <summary>The instance begins.</summary>
    public const int Start = -1;

    /// <summary>Its turn is taken again.</summary>
    public const int Turn = -2;
}

/// <summary>
/// Rings at its time every alarm that is set. It looks at the clock at least once a second while one is set, so that
/// a clock that jumps is followed.
/// </summary>
internal sealed class Alarms : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<Alarm, long> _set = new();
    private readonly TimeProvider _time;
    private readonly Action<Alarm> _ring;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;

    /// <param name="time">The clock.</param>
    /// <param name="ring">Called for each, one after the other.</param>
    public Alarms(TimeProvider time, Action<Alarm> ring)
    {
        _time = time;
        _ring = ring;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets an alarm; one whose time is past rings at once.</summary>
    public void Set(Alarm alarm, DateTimeOffset at)
    {
        lock (_lock)
        {
            _set.Enqueue(alarm, at.UtcTicks);
            if (at.UtcTicks < _armedFor)
                Arm();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var due = new List<Alarm>();
        lock (_lock)
        {
            var now = _time.GetUtcNow().UtcTicks;
            while (_set.TryPeek(out var alarm, out var at) && at <= now)
            {
                due.Add(alarm);
                _set.Dequeue();
            }

            _armedFor = long.MaxValue;
            Arm();
        }

        // Not under the lock: who is woken may set another.
        foreach (var alarm in due)
            _ring(alarm);
    }

    private void Arm()
    {
        if (!_set.TryPeek(out _, out var at))
            return;
        _armedFor = at;
        var wait = TimeSpan.FromTicks(at) - TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks);
        _timer.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }
}
