using Tests.Metrics;

namespace Deploy.Tests.Observability;

/// <summary>The series that Prometheus has: those of docs/metrics.md, in its spelling, and those that rules record.</summary>
internal static class KnownMetrics
{
    private static readonly string[] OfOpenTelemetry = ["Auctions.Worker", "Auctions.Pusher", "Auctions.Process", "From .NET"];

    public static HashSet<string> Series { get; } =
    [
        .. OfOpenTelemetry.SelectMany(DocumentedMetric.Section).SelectMany(SeriesOf),
        .. DocumentedMetric.Section("From elsewhere").Select(metric => metric.Name),
        .. PromRules.All.Where(rule => !rule.IsAlert).Select(rule => rule.Name),
    ];

    /// <summary>The series of a metric, as the collector's exporter for Prometheus names them.</summary>
    public static IEnumerable<string> SeriesOf(DocumentedMetric metric)
    {
        var unit = metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = metric.Name.Replace('.', '_') + unit;
        return metric.Kind switch
        {
            "counter" => [$"{name}_total"],
            "histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            _ => [name],
        };
    }
}
