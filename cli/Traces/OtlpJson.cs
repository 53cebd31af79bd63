using System.Globalization;
using System.Text.Json;

namespace Auctions.Cli.Traces;

/// <summary>Reads spans from OpenTelemetry's JSON, as Tempo and Aspire's dashboard answer it.</summary>
internal static class OtlpJson
{
    private const int TraceBytes = 16;
    private const int SpanBytes = 8;

    /// <summary>The spans of an answer.</summary>
    public static IEnumerable<Span> SpansOf(JsonElement answer)
    {
        // Tempo's first API calls them batches; its second puts the trace into an object.
        var root = answer.TryGetProperty("trace", out var trace) ? trace : answer;
        foreach (var resource in Json.List(root, "resourceSpans").Concat(Json.List(root, "batches")))
        {
            var attributes = AttributesOf(resource.TryGetProperty("resource", out var described) ? described : default);
            var process = Span.ProcessOf(attributes.GetValueOrDefault("service.name"), attributes.GetValueOrDefault("service.instance.id"));
            foreach (var span in Json.List(resource, "scopeSpans").SelectMany(scope => Json.List(scope, "spans")))
                yield return SpanOf(span, process);
        }
    }

    private static Span SpanOf(JsonElement span, string process)
    {
        var (start, end) = (Json.Whole(span, "startTimeUnixNano"), Json.Whole(span, "endTimeUnixNano"));
        var status = span.TryGetProperty("status", out var given) ? Json.Text(given, "code") : null;
        return new(
            Hex(Json.Text(span, "traceId"), TraceBytes) ?? "", Hex(Json.Text(span, "spanId"), SpanBytes) ?? "",
            Hex(Json.Text(span, "parentSpanId"), SpanBytes), process, Json.Text(span, "name") ?? "",
            Span.At(start), Span.At(end) - Span.At(start), status is "2" or "STATUS_CODE_ERROR", AttributesOf(span));
    }

    private static Dictionary<string, string> AttributesOf(JsonElement of)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in Json.List(of, "attributes"))
            if (Json.Text(attribute, "key") is { } key && attribute.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.Object)
                foreach (var typed in value.EnumerateObject())
                    attributes[key] = Json.Text(value, typed.Name) ?? "";
        return attributes;
    }

    // Tempo writes ids in base64, as protobuf's JSON does with bytes; OTLP's own JSON in hex.
    private static string? Hex(string? id, int bytes)
    {
        if (string.IsNullOrEmpty(id))
            return null;
        if (id.Length == 2 * bytes)
            return id.ToLower(CultureInfo.InvariantCulture);
        var decoded = new byte[id.Length];
        return Convert.TryFromBase64String(id, decoded, out var length) ? Convert.ToHexStringLower(decoded.AsSpan(0, length)) : id;
    }
}
