using System.Diagnostics.Metrics;
using Auctions.Outages;
using Auctions.Rules;
using Auctions.Sweeping;

namespace Auctions.Worker.Measuring;

/// <summary>
/// The metrics of the whole house, as the last sweep found it. Every worker sweeps and reports the same, so a reader takes the
/// largest of them and not the sum. Figures that are old are not reported, because they would hide that nobody sweeps.
/// </summary>
internal sealed class HouseMetrics : IHouseListener, IOutageListener
{
    /// <summary>How old figures may be.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private volatile HouseFigures? _last;
    private long _outages;

    public HouseMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _startedAt = time.GetUtcNow();
        var meter = meters.Create(AuctionMetrics.MeterName);
        meter.CreateObservableGauge<long>("auctions.house.auctions", ByStatus, "{auction}", "Auctions that are not over, by status.");
        Gauge(meter, "auctions.house.opening_soon", "{auction}", "Auctions that open within five minutes.", house => house.OpeningSoon);
        Gauge(meter, "auctions.house.closing_soon", "{auction}", "Auctions that close within five minutes.", house => house.ClosingSoon);
        Gauge(
            meter, "auctions.house.opening_overdue", "s", "How long the most overdue opening is due.", house => house.OpeningOverdue.TotalSeconds);
        Gauge(
            meter, "auctions.house.closing_overdue", "s", "How long the most overdue close is due.", house => house.ClosingOverdue.TotalSeconds);
        Gauge(
            meter, "auctions.house.participants", "{participant}", "Participants of auctions that are open or paused.",
            house => house.Participants);
        Gauge(meter, "auctions.house.pending", "{command}", "Commands that are accepted and not decided.", house => house.Pending);
        Gauge(meter, "auctions.house.pending_age", "s", "The age of the oldest pending command.", house => house.OldestPending.TotalSeconds);
        Gauge(meter, "auctions.house.unpublished", "{event}", "Events that are not known to be published.", house => house.Unpublished);
        Gauge(meter, "auctions.house.unscheduled", "{command}", "Accepted commands without a known workflow.", house => house.Unscheduled);
        meter.CreateObservableGauge(
            "auctions.house.age", () => (_time.GetUtcNow() - (_last?.At ?? _startedAt)).TotalSeconds, "s",
            "The time since the last sweep that could read every auction.");
        meter.CreateObservableCounter(
            "auctions.outages", () => Interlocked.Read(ref _outages), "{outage}", "Times in which no worker could commit.");
    }

    /// <inheritdoc/>
    public void Swept(HouseFigures figures) => _last = figures;

    /// <inheritdoc/>
    public void Recorded(Outage outage) => Interlocked.Increment(ref _outages);

    private void Gauge(Meter meter, string name, string unit, string description, Func<HouseFigures, double> figure) =>
        meter.CreateObservableGauge<double>(name, () => Read(figure), unit, description);

    private IEnumerable<Measurement<double>> Read(Func<HouseFigures, double> figure) => Known() is { } house ? [new(figure(house))] : [];

    private IEnumerable<Measurement<long>> ByStatus() => Known() is not { } house
        ? []
        :
        [
            Of("scheduled", house.Scheduled), Of("open", house.Open), Of("paused", house.Paused), Of("waiting", house.Waiting),
        ];

    private HouseFigures? Known() => _last is { } last && _time.GetUtcNow() - last.At <= Validity ? last : null;

    private static Measurement<long> Of(string status, int auctions) => new(auctions, new KeyValuePair<string, object?>("status", status));
}
