namespace Auctions.Cli.Traces;

/// <summary>Traces in Tempo.</summary>
/// <param name="http">Where it is.</param>
internal sealed class TempoTraces(TraceHttp http) : ITraceStore
{
    // Tempo refuses a search over more than its max_duration, a week unless configured otherwise.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public string Name => "Tempo";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Span>> FindAsync(TraceQuery query, CancellationToken cancellation)
    {
        var from = query.Until - query.From < Longest ? query.From : query.Until - Longest;
        // Without hours, Tempo searches only what its ingesters still hold.
        var hours = $"start={from.ToUnixTimeSeconds()}&end={query.Until.ToUnixTimeSeconds() + 1}";
        var traceQl = $$"""{ span.{{query.Attribute}} = "{{query.Value}}" }""";
        var found = await http.GetAsync($"api/search?q={Uri.EscapeDataString(traceQl)}&limit={query.Most}&{hours}", cancellation);
        var spans = new List<Span>();
        foreach (var trace in Json.List(found, "traces"))
            if (Json.Text(trace, "traceID") is { } id
                && await http.TryGetAsync($"api/traces/{Uri.EscapeDataString(id)}?{hours}", cancellation) is { } whole)
                spans.AddRange(OtlpJson.SpansOf(whole));
        return spans;
    }
}
