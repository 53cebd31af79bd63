using System.Diagnostics.Metrics;
using Auctions.Sweeping;
using Auctions.Worker.Measuring;
using Auctions.Worker.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tests.Metrics;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

public sealed class When_the_house_is_measured : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly IMeterFactory _meters;
    private readonly Measured _measured;

    public When_the_house_is_measured()
    {
        _meters = _services.GetRequiredService<IMeterFactory>();
        _measured = new Measured(AuctionMetrics.MeterName, _meters);
    }

    public void Dispose()
    {
        _measured.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void The_figures_of_the_last_sweep_are_reported()
    {
        var house = new HouseMetrics(_meters, _time);
        house.Swept(new HouseFigures { At = _time.GetUtcNow(), Open = 2, Pending = 3, OldestPending = TimeSpan.FromSeconds(4) });

        Assert.Equal(2, _measured.Now("auctions.house.auctions status=open"));
        Assert.Equal(0, _measured.Now("auctions.house.auctions status=paused"));
        Assert.Equal(3, _measured.Now("auctions.house.pending"));
        Assert.Equal(4, _measured.Now("auctions.house.pending_age"));
    }

    [Fact]
    public void Old_figures_are_not_reported_but_their_age_is()
    {
        var house = new HouseMetrics(_meters, _time);
        Assert.Null(_measured.Now("auctions.house.pending"));
        house.Swept(new HouseFigures { At = _time.GetUtcNow(), Pending = 3 });
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(_measured.Now("auctions.house.pending"));
        Assert.Null(_measured.Now("auctions.house.auctions status=open"));
        Assert.Equal(61, _measured.Now("auctions.house.age"));
    }

    [Fact]
    public void A_worker_that_never_swept_reports_for_how_long_it_has_not()
    {
        _ = new HouseMetrics(_meters, _time);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(30, _measured.Now("auctions.house.age"));
    }

    [Fact]
    public void The_backlog_is_the_age_of_the_last_command_that_began_lately()
    {
        var backlog = new Backlog(_time, _meters);
        Assert.Equal(0, _measured.Now("auctions.backlog.delay"));
        backlog.NoteStart(_time.GetUtcNow() - TimeSpan.FromSeconds(2));

        Assert.Equal(2, _measured.Now("auctions.backlog.delay"));
    }

    [Fact]
    public void A_dead_letter_is_counted_from_zero()
    {
        var metrics = new AuctionMetrics(_meters);
        Assert.Equal(0, _measured.Now("auctions.dead_letters"));
        metrics.DeadLettered();

        Assert.Equal(1, _measured.Now("auctions.dead_letters"));
    }

    [Fact]
    public async Task A_worker_measures_what_the_page_of_metrics_says_and_nothing_else()
    {
        using var worker = new WorkerUnderTest();
        using var measured = new Measured(AuctionMetrics.MeterName, worker.Services.GetRequiredService<IMeterFactory>());
        await worker.OpenAsync();
        worker.Services.GetRequiredService<Backlog>();

        Assert.Equal(
            DocumentedMetric.Section(AuctionMetrics.MeterName).Select(metric => metric with { Attributes = "" })
                .OrderBy(metric => metric.Name, StringComparer.Ordinal),
            measured.Documentation);
    }
}
