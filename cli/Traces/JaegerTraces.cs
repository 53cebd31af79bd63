using System.Text.Json;

namespace Auctions.Cli.Traces;

/// <summary>Traces in Jaeger, or in any store with its HTTP API.</summary>
/// <param name="http">Where it is.</param>
/// <param name="services">The names of the services that have traces; null where none has.</param>
internal sealed class JaegerTraces(TraceHttp http, JsonElement services) : ITraceStore
{
    private const long NanosecondsPerMicrosecond = 1_000;

    // Jaeger searches one service at a time. Each command passes one of these.
    private static readonly string[] Searched = ["api", "worker"];

    /// <inheritdoc/>
    public string Name => "Jaeger";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Span>> FindAsync(TraceQuery query, CancellationToken cancellation)
    {
        var tags = JsonSerializer.Serialize(new Dictionary<string, string> { [query.Attribute] = query.Value });
        var search = $"tags={Uri.EscapeDataString(tags)}&start={Microseconds(query.From)}&end={Microseconds(query.Until)}&limit={query.Most}";
        var spans = new Dictionary<(string, string), Span>();
        foreach (var service in ServicesToSearch())
        {
            var answer = await http.GetAsync($"api/traces?service={Uri.EscapeDataString(service)}&{search}", cancellation);
            foreach (var span in Json.List(answer, "data").SelectMany(SpansOf))
                spans.TryAdd((span.Trace, span.Id), span);
        }

        return [.. spans.Values];
    }

    private static long Microseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static IEnumerable<Span> SpansOf(JsonElement trace)
    {
        var processes = trace.TryGetProperty("processes", out var known)
            ? known.EnumerateObject().ToDictionary(process => process.Name, process => process.Value) : [];
        foreach (var span in Json.List(trace, "spans"))
        {
            var tags = TagsOf(span);
            var process = processes.GetValueOrDefault(Json.Text(span, "processID") ?? "");
            var instance = TagsOf(process).GetValueOrDefault("service.instance.id");
            yield return new(
                Json.Text(span, "traceID") ?? "", Json.Text(span, "spanID") ?? "", ParentOf(span),
                Span.ProcessOf(Json.Text(process, "serviceName"), instance), Json.Text(span, "operationName") ?? "",
                Span.At(Json.Whole(span, "startTime") * NanosecondsPerMicrosecond), TimeSpan.FromMicroseconds(Json.Whole(span, "duration")),
                tags.GetValueOrDefault("error") is "true" or "True" || tags.GetValueOrDefault("otel.status_code") == "ERROR", tags);
        }
    }

    private static string? ParentOf(JsonElement span) => Json.List(span, "references")
        .Where(reference => Json.Text(reference, "refType") == "CHILD_OF")
        .Select(reference => Json.Text(reference, "spanID"))
        .FirstOrDefault();

    private static Dictionary<string, string> TagsOf(JsonElement of)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in Json.List(of, "tags"))
            if (Json.Text(tag, "key") is { } key)
                tags[key] = Json.Text(tag, "value") ?? "";
        return tags;
    }

    private List<string> ServicesToSearch()
    {
        var all = services.ValueKind == JsonValueKind.Array ? services.EnumerateArray().Select(name => name.GetString()!).ToList() : [];
        var ours = all.Where(name => Searched.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList();
        return ours.Count > 0 ? ours : all;
    }
}
