namespace Auctions.Cli.Traces;

/// <summary>Which traces to find.</summary>
/// <param name="Attribute">The attribute that one of their spans has.</param>
/// <param name="Value">Its value: an id, of letters, digits, <c>-</c>, <c>_</c> and <c>.</c> only.</param>
/// <param name="From">They begin at this instant or later.</param>
/// <param name="Until">They begin at this instant or earlier.</param>
/// <param name="Most">The most traces to find; where there are more, any of them.</param>
internal sealed record TraceQuery(string Attribute, string Value, DateTimeOffset From, DateTimeOffset Until, int Most);

/// <summary>A store of traces.</summary>
internal interface ITraceStore
{
    /// <summary>What it is, for example <c>Jaeger</c>.</summary>
    string Name { get; }

    /// <summary>Finds traces, each with all its spans.</summary>
    /// <exception cref="TracesException">The store refuses, doesn't answer, or answers something else.</exception>
    Task<IReadOnlyList<Span>> FindAsync(TraceQuery query, CancellationToken cancellation);
}

/// <summary>The store of traces can't be read. The message names the option, and why.</summary>
internal sealed class TracesException(string message) : Exception(message);
