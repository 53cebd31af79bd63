using System.Diagnostics.Metrics;
using Api.Tests.Fixtures;
using Auctions.ServiceDefaults;
using Auctions.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tests.Metrics;

namespace Api.Tests;

public sealed class When_a_process_is_measured : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _meters;

    public When_a_process_is_measured() => _meters = _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_need_is_reported_as_missing_or_there()
    {
        using var measured = new Measured(ProcessUptime.MeterName, _meters);
        using var needs = new Needs([new FakeNeed()], new FakeTimeProvider(), NullLogger<Needs>.Instance, _meters);
        Assert.Equal(1, measured.Now("auctions.need.missing need=kettle"));

        await needs.StartAsync(TestContext.Current.CancellationToken);
        while (measured.Now("auctions.need.missing need=kettle") != 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await needs.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Every_process_measures_what_the_page_of_metrics_says_and_nothing_else()
    {
        using var measured = new Measured(ProcessUptime.MeterName);
        using var needs = new Needs([], TimeProvider.System, NullLogger<Needs>.Instance, _meters);
        ProcessUptime.Report();

        Assert.Equal(
            DocumentedMetric.Section(ProcessUptime.MeterName).Select(metric => metric with { Attributes = "" })
                .OrderBy(metric => metric.Name, StringComparer.Ordinal),
            measured.Documentation.Distinct());
        Assert.True(measured.Now("process.uptime") >= 0);
    }
}
