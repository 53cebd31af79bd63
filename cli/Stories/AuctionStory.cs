using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary>One line of an auction's story: a request and its event, one more event, or a rejection.</summary>
/// <param name="At">When it happened: the receipt of a command, the hour of an opening or a close.</param>
/// <param name="Event">The seq of the event; null where there is none.</param>
/// <param name="What">What happened, in words.</param>
/// <param name="Kind">The kind of the decision.</param>
/// <param name="Command">The command's id; null for the passing of time and for a new participant.</param>
/// <param name="User">The user id of the sender; null for the passing of time.</param>
/// <param name="Reason">The reason of the rejection; null where there is none.</param>
/// <param name="DecidedAfterMs">The milliseconds from the receipt to the decision; null where no trace says so.</param>
/// <param name="ShownAfterMs">The milliseconds from the receipt to the last socket; null where no trace says so.</param>
/// <param name="Worker">The worker that decided; null where no trace says so.</param>
/// <param name="Problem">What is wrong: the rules decide differently, or the event isn't noted as published yet; null where nothing is.</param>
internal sealed record StoryLine(
    DateTimeOffset At, long? Event, string What, string Kind, string? Command, string? User, string? Reason, double? DecidedAfterMs,
    double? ShownAfterMs, string? Worker, string? Problem);

/// <summary>Tells an auction from its audit trail, with the delays from traces.</summary>
internal sealed class AuctionStory
{
    private readonly AuditTrail _trail;
    private readonly Sentences _sentences;
    private readonly Dictionary<string, CommandSpans> _spans;

    /// <param name="trail">The audit trail.</param>
    /// <param name="currency">The auction's currency.</param>
    /// <param name="spans">The spans of its traces; none where traces are not kept.</param>
    public AuctionStory(AuditTrail trail, string currency, IReadOnlyList<Span> spans)
    {
        _trail = trail;
        _sentences = new(currency);
        var traces = spans.ToLookup(span => span.Trace);
        _spans = spans.Where(span => span.Command is not null)
            .GroupBy(span => span.Command!, StringComparer.Ordinal)
            .ToDictionary(
                command => command.Key,
                command => new CommandSpans([.. command.Select(span => span.Trace).Distinct().SelectMany(trace => traces[trace])], command.Key),
                StringComparer.Ordinal);
    }

    /// <summary>Tells the lines in the order of the trail.</summary>
    public IEnumerable<StoryLine> Tell() => _trail.Entries.SelectMany(LinesOf);

    private IEnumerable<StoryLine> LinesOf(AuditEntry entry)
    {
        var request = _sentences.Request(entry);
        if (entry.Events.Count == 0 || entry.Reason is not null)
            yield return Line(
                entry, entry.At, null, entry.Reason is not null ? $"{request}: {_sentences.Rejection(entry)}" : request ?? entry.Kind);

        // A raise may bring the opening with it, and may end the auction; both are events of their own.
        foreach (var (happened, said) in _sentences.Events(entry))
            yield return Line(
                entry, happened.At, happened.Seq, request is not null && happened.Seq == entry.Seq ? $"{request}: {said}" : said);
    }

    private StoryLine Line(AuditEntry entry, DateTimeOffset at, long? seq, string what)
    {
        var spans = entry.Command is { } command ? _spans.GetValueOrDefault(command) : null;
        var decision = spans?.Decisions.MaxBy(step => step.End);
        var shown = seq is null || spans is null ? null : CommandSpans.EndOf(spans.Writes);
        var isOpen = seq is { } of && entry.Unpublished?.Contains(of) == true;
        return new(
            at, seq, what, entry.Kind, entry.Command, entry.User, entry.Reason, After(entry, decision?.End), After(entry, shown),
            decision?.Service, entry.Mismatch ?? (isOpen ? "not noted as published yet" : null));
    }

    private static double? After(AuditEntry entry, DateTimeOffset? at) => at is { } then ? (then - entry.At).TotalMilliseconds : null;
}
