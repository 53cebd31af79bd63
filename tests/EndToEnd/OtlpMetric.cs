using Google.Protobuf;

namespace EndToEnd.Tests;

/// <summary>A metric that was received over OTLP, without its values.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind">For example <c>up-down counter</c>.</param>
/// <param name="Attributes">The attributes of one of its series, sorted.</param>
internal sealed record OtlpMetric(string Name, string Unit, string Kind, string Attributes)
{
    // The fields of opentelemetry.proto.metrics.v1.Metric.
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    /// <summary>Reads an ExportMetricsServiceRequest.</summary>
    public static IEnumerable<OtlpMetric> Read(byte[] request) =>
        from resource in OtlpReceiver.Fields(request, 1)
        from scope in OtlpReceiver.Fields(resource, 2)
        from metric in OtlpReceiver.Fields(scope, 2)
        from kind in new[] { Gauge, Sum, Histogram }
        from data in OtlpReceiver.Fields(metric, kind)
        from point in OtlpReceiver.Fields(data, 1)
        let attributes = OtlpReceiver.Fields(point, kind == Histogram ? 9 : 7)
            .Select(attribute => OtlpReceiver.Text(attribute, 1)!).Order(StringComparer.Ordinal)
        select new OtlpMetric(
            OtlpReceiver.Text(metric, 1)!, OtlpReceiver.Text(metric, 3) ?? "", NameOf(kind, data), string.Join(", ", attributes));

    private static string NameOf(int kind, byte[] data) => kind switch
    {
        Gauge => "gauge",
        Histogram => "histogram",
        _ => IsMonotonic(data) ? "counter" : "up-down counter",
    };

    private static bool IsMonotonic(byte[] sum)
    {
        var input = new CodedInputStream(sum);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
            if (WireFormat.GetTagFieldNumber(tag) == 3)
                return input.ReadBool();
            else
                input.SkipLastField();
        return false;
    }
}
