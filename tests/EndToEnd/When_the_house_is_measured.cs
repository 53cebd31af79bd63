using Auctions.Load;
using Tests.Metrics;

namespace EndToEnd.Tests;

/// <summary>
/// What docs/metrics.md promises is in what a running house sends. Rules and dashboards name only metrics of that page (tests/Deploy),
/// so none of them waits for a metric that never comes.
/// </summary>
[Collection<OneSystem>]
public sealed class When_the_house_is_measured(SystemFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly IReadOnlyList<DocumentedMetric> Own =
        [.. new[] { "Auctions.Worker", "Auctions.Pusher", "Auctions.Process" }.SelectMany(DocumentedMetric.Section)];

    [Fact]
    public async Task Every_metric_of_the_page_is_sent_with_its_unit_and_kind_and_no_attribute_more()
    {
        var system = fixture.System;
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        using var bidder = await Client.SignInAsync(system.Api, "ann", "bidder");
        // Only an auction that opens after its creation can open late.
        await seller.OpenAuctionAsync("A clock", opensAt: TimeProvider.System.GetUtcNow().AddSeconds(10));
        var auction = await seller.OpenAuctionAsync("A barometer", runs: TimeSpan.FromSeconds(6));
        await using var watcher = await Watcher.StartAsync(system.Live, 0, auction);
        Assert.Equal("raised", await bidder.RaiseAndWaitAsync(auction, 10));
        Assert.Equal("rejected", await bidder.RaiseAndWaitAsync(auction, 5));
        await watcher.WaitForAsync("closed", Limit);

        var promised = Own.Concat(DocumentedMetric.Section("From .NET"));
        using var deadline = new CancellationTokenSource(Limit);
        List<string> missing;
        while ((missing = [.. promised.Where(metric => !IsSent(metric)).Select(metric => $"{metric.Name} {metric.Unit} {metric.Kind}")]).Count > 0)
        {
            Assert.False(deadline.IsCancellationRequested, $"Not sent:\n{string.Join('\n', missing)}\nSent:\n{string.Join('\n', Sent())}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        var undocumented = from sent in fixture.Traces.Metrics.Keys
                           join metric in Own on sent.Name equals metric.Name
                           from attribute in List(sent.Attributes).Except(List(metric.Attributes))
                           select $"{sent.Name} {attribute}";
        Assert.Empty(undocumented.Distinct());
        Assert.Empty(Own.Where(metric => !Has(metric)).Select(metric => $"{metric.Name} has no series with {metric.Attributes}"));
    }

    [Fact]
    public void Every_metric_of_the_house_is_on_the_page()
    {
        var names = Own.Select(metric => metric.Name).ToHashSet();
        Assert.DoesNotContain(Sent(), name => name.StartsWith("auctions.", StringComparison.Ordinal) && !names.Contains(name));
    }

    private IEnumerable<string> Sent() => fixture.Traces.Metrics.Keys.Select(sent => sent.Name).Distinct().Order(StringComparer.Ordinal);

    private bool IsSent(DocumentedMetric metric) =>
        fixture.Traces.Metrics.Keys.Any(sent => (sent.Name, sent.Unit, sent.Kind) == (metric.Name, metric.Unit, metric.Kind));

    // A series may lack an attribute, as a decision without a reason does, but some series has all of them.
    private bool Has(DocumentedMetric metric) =>
        fixture.Traces.Metrics.Keys.Where(sent => sent.Name == metric.Name).SelectMany(sent => List(sent.Attributes))
            .ToHashSet().IsSupersetOf(List(metric.Attributes));

    private static string[] List(string attributes) =>
        attributes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
