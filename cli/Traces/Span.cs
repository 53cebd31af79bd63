namespace Auctions.Cli.Traces;

/// <summary>A span, as any store of traces has it.</summary>
/// <param name="Trace">The id of its trace.</param>
/// <param name="Id">Its id.</param>
/// <param name="Parent">The id of the span around it; null for the first of a trace.</param>
/// <param name="Service">The process, for example <c>worker-1</c>.</param>
/// <param name="Name">Its name (docs/tracing.md).</param>
/// <param name="Start">When it began, by the clock of its process.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Failed">Whether it ended with an error.</param>
/// <param name="Attributes">Its attributes, as text.</param>
internal sealed record Span(
    string Trace, string Id, string? Parent, string Service, string Name, DateTimeOffset Start, TimeSpan Duration, bool Failed,
    IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The attribute that has the command's id.</summary>
    public const string CommandAttribute = "command.id";

    /// <summary>The attribute that has the auction's id.</summary>
    public const string AuctionAttribute = "auction.id";

    private const long NanosecondsPerTick = 100;

    /// <summary>When it ended.</summary>
    public DateTimeOffset End => Start + Duration;

    /// <summary>The command that it belongs to; null where it doesn't say.</summary>
    public string? Command => this[CommandAttribute];

    /// <summary>An attribute; null where the span doesn't have it.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>An instant from the nanoseconds since 1970.</summary>
    public static DateTimeOffset At(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick);

    /// <summary>
    /// The name of a process: its instance where that begins with the service's name, as a pod's does, and otherwise its service.
    /// </summary>
    public static string ProcessOf(string? service, string? instance) =>
        service is null ? "?"
        : instance?.StartsWith($"{service}-", StringComparison.Ordinal) == true && !char.IsAsciiDigit(service[^1]) ? instance
        : service;
}
