using Auctions;
using Auctions.Store;
using Microsoft.Extensions.DependencyInjection;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>The worker that created it died, or stopped waiting, before it scheduled the workflow.</summary>
public sealed class When_an_auction_is_without_its_workflow : IDisposable
{
    private readonly WorkerUnderTest _worker = new WorkerUnderTest().With("Lifetime:SweepMilliseconds", "10");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task Any_worker_schedules_it_however_long_that_worker_has_been_running()
    {
        await AddAsync("a1", null);
        Assert.Equal("a1", await _worker.Scheduled.ReadAsync(Cancelled));

        await AddAsync("a2", "s1");
        Assert.Equal("a2", await _worker.Scheduled.ReadAsync(Cancelled));
        Assert.Equal("s1", await _worker.Scheduled.ReadAsync(Cancelled));
    }

    private async Task AddAsync(string auction, string? session)
    {
        var now = _worker.Clock.GetUtcNow();
        await _worker.Services.GetRequiredService<AuctionIndex>().AddAsync(
            new IndexLine(auction, AuctionStatus.Open, now, now.AddHours(1)) { Session = session }, Cancelled);
    }
}
