using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary>The traces that were found, or why there are none.</summary>
/// <param name="Store">The store, for example <c>Jaeger</c>; null where none was asked.</param>
/// <param name="Spans">All spans of all traces, by their start.</param>
/// <param name="Note">What was found, in words.</param>
/// <param name="Problem">Why the store could not be read; null where it could.</param>
internal sealed record FoundTraces(string? Store, IReadOnlyList<Span> Spans, string Note, string? Problem)
{
    private const string NotAsked =
        "none are read, because neither --traces nor AUCTIONS_TRACES names where they are kept. "
        + "Only traces know when a command was accepted and decided, and when its events were published and shown.";

    /// <summary>The ids of the traces.</summary>
    public IReadOnlyList<string> Ids { get; } = [.. Spans.Select(span => span.Trace).Distinct()];

    /// <summary>Finds traces.</summary>
    /// <param name="store">Where they are kept, and the option or variable that says so; null for nowhere.</param>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<FoundTraces> FindAsync((Uri Address, string Flag)? store, TraceQuery query, CancellationToken cancellation)
    {
        if (store is not var (address, flag))
            return new(null, [], NotAsked, null);
        using var http = new TraceHttp(address, flag);
        try
        {
            var traces = await TraceStores.ConnectAsync(http, address, cancellation);
            var spans = OfTheirOwn(await traces.FindAsync(query, cancellation), query);
            var found = spans.Select(span => span.Trace).Distinct().Count();
            return new(traces.Name, spans, found == 0
                ? $"{traces.Name} at {http.Shown} has none: none was sampled, it is not kept any more, or it is not sent yet."
                : $"{traces.Name} has {Count(found, "trace")} with {Count(spans.Count, "span")}.", null);
        }
        catch (TracesException unreadable)
        {
            return new(null, [], "could not be read.", unreadable.Message);
        }
    }

    // The dashboard also finds ids that only begin alike.
    private static List<Span> OfTheirOwn(IReadOnlyList<Span> spans, TraceQuery query)
    {
        var own = spans.Where(span => span[query.Attribute] == query.Value).Select(span => span.Trace).ToHashSet(StringComparer.Ordinal);
        return [.. spans.Where(span => own.Contains(span.Trace)).OrderBy(span => span.Start)];
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
