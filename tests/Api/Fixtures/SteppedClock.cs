using Microsoft.Extensions.Time.Testing;

namespace Api.Tests.Fixtures;

/// <summary>A clock that steps, as one does that somebody sets. Elapsed time and timers don't step with it.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly FakeTimeProvider _true = new();

    /// <summary>How far the clock is ahead.</summary>
    public TimeSpan Step { get; set; }

    public DateTimeOffset TrueTime => _true.GetUtcNow();

    public override long TimestampFrequency => _true.TimestampFrequency;

    public void Advance(TimeSpan time) => _true.Advance(time);

    public override DateTimeOffset GetUtcNow() => TrueTime + Step;

    public override long GetTimestamp() => _true.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _true.CreateTimer(callback, state, dueTime, period);
}
