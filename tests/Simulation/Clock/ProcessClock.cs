namespace Simulation.Tests.Clock;

/// <summary>The clock of one process, which may be wrong; its timers are not. Its timers stand still while the process is stopped.</summary>
internal sealed class ProcessClock(EventLoop loop, SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => loop.Now + process.ClockOffset;

    public override long GetTimestamp() => loop.Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(loop, process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(EventLoop loop, SimulatedProcess process, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
                loop.After(dueTime, () => Fire(version));
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Fire(int version)
        {
            if (version != _version || !process.IsAlive)
                return;
            if (process.IsStopped)
            {
                process.WhenContinued(() => Fire(version));
                return;
            }

            callback(state);
            if (_period > TimeSpan.Zero && version == _version)
                loop.After(_period, () => Fire(version));
        }
    }
}
