namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>A point in time at which an instance needs attention.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="ExecutionId">The execution that set the alarm.</param>
/// <param name="TimerId">The id of the action that created the timer, or one of the constants.</param>
internal readonly record struct Alarm(Instance Instance, string ExecutionId, int TimerId)
{
    /// <summary>The scheduled start of the instance.</summary>
    public const int Start = -1;

    /// <summary>Another attempt at a turn that could not be written.</summary>
    public const int RetryTurn = -2;
}

/// <summary>
/// Rings each alarm at its time. While an alarm is set, the clock is read at least once a second, so that alarms follow
/// a clock that jumps.
/// </summary>
internal sealed class Alarms : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<Alarm, long> _alarms = new();
    private readonly TimeProvider _time;
    private readonly Action<Alarm> _ring;
    private readonly ITimer _timer;
    private long _nextTicks = long.MaxValue;

    /// <param name="time">The clock.</param>
    /// <param name="ring">Called for each alarm, one after the other.</param>
    public Alarms(TimeProvider time, Action<Alarm> ring)
    {
        _time = time;
        _ring = ring;
        _timer = time.CreateTimer(_ => RingDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets an alarm; one whose time has passed rings at once.</summary>
    public void Set(Alarm alarm, DateTimeOffset at)
    {
        lock (_lock)
        {
            _alarms.Enqueue(alarm, at.UtcTicks);
            if (at.UtcTicks < _nextTicks)
                StartTimer();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void RingDue()
    {
        var due = new List<Alarm>();
        lock (_lock)
        {
            var now = _time.GetUtcNow().UtcTicks;
            while (_alarms.TryPeek(out var alarm, out var at) && at <= now)
            {
                due.Add(alarm);
                _alarms.Dequeue();
            }

            _nextTicks = long.MaxValue;
            StartTimer();
        }

        // Outside the lock, because the callback may set another alarm.
        foreach (var alarm in due)
            _ring(alarm);
    }

    private void StartTimer()
    {
        if (!_alarms.TryPeek(out _, out var at))
            return;
        _nextTicks = at;
        var wait = TimeSpan.FromTicks(at) - TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks);
        _timer.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }
}
