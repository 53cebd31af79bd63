using Auctions.Worker.V1;
using Microsoft.Extensions.Time.Testing;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>Api compares its clock with the one by which the worker bounds the time of receipt.</summary>
public sealed class When_the_worker_is_asked_for_the_time : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly WorkerUnderTest _worker;

    public When_the_worker_is_asked_for_the_time() =>
        _worker = new WorkerUnderTest { Clock = _clock };

    [Fact]
    public async Task It_tells_that_of_its_clock_and_who_it_is()
    {
        var first = await _worker.Call(Wire.GetTime, new GetTimeRequest());
        _clock.Advance(TimeSpan.FromHours(1));
        var second = await _worker.Call(Wire.GetTime, new GetTimeRequest());

        Assert.Equal(_clock.GetUtcNow(), second.Now.ToDateTimeOffset());
        Assert.Equal(TimeSpan.FromHours(1), second.Now.ToDateTimeOffset() - first.Now.ToDateTimeOffset());
        Assert.NotEmpty(first.Worker);
        Assert.Equal(first.Worker, second.Worker);
    }

    public void Dispose() => _worker.Dispose();
}
