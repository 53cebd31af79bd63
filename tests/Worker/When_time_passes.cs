using Microsoft.Extensions.Time.Testing;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

public sealed class When_time_passes : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly WorkerUnderTest _worker;

    public When_time_passes() => _worker = new WorkerUnderTest { Clock = _clock }.With("Lifetime:SweepMilliseconds", "250");

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task An_auction_closes_by_itself()
    {
        await _worker.OpenAsync();
        await _worker.Dispatch(_worker.Raise("r1", "bob", 12));

        await AdvanceUntilClosedAsync(TimeSpan.FromMinutes(1));

        var closed = await _worker.Publisher.Closed.Task;
        Assert.Equal(("a1", true, "bob", 12m), (closed.Auction, closed.Sold, closed.Winner, closed.Price));
    }

    [Fact]
    public async Task A_store_that_was_away_for_a_while_ends_no_sweeping()
    {
        await _worker.OpenAsync();
        _worker.Documents.Failure = new TimeoutException();
        for (var swept = 0; swept < 10; swept++)
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        _worker.Documents.Failure = null;

        await AdvanceUntilClosedAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("a1", (await _worker.Publisher.Closed.Task).Auction);
    }

    // A tick that comes while a sweep runs is kept, so time may run faster than the sweeps; but they need some of it.
    private async Task AdvanceUntilClosedAsync(TimeSpan step)
    {
        while (!_worker.Publisher.Closed.Task.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _clock.Advance(step);
            await Task.WhenAny(_worker.Publisher.Closed.Task, Task.Delay(10, TestContext.Current.CancellationToken));
        }
    }
}
