using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary>What the API knows of a command.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Auction">The view of its auction; null where there is none, for example for a command that opens a session.</param>
/// <param name="Decision">Its entry in the audit trail; null where it is not decided, or the trail may not be read.</param>
/// <param name="Status">What came of it, as <c>GET /commands/{id}</c> says it.</param>
/// <param name="Reason">Why it was rejected or failed.</param>
/// <param name="Pending">Its entry among the accepted commands that are not decided yet; null where it isn't one.</param>
/// <param name="DeadLetter">Its dead letter; null where it has none, or the token may not read dead letters.</param>
/// <param name="Refusal">Why the audit trail could not be read; null where it could.</param>
internal sealed record KnownCommand(
    string Id, AuctionSummary? Auction, AuditEntry? Decision, string Status, string? Reason, PendingCommand? Pending, DeadLetter? DeadLetter,
    string? Refusal);

/// <summary>An auction, as its view shows it.</summary>
internal sealed record AuctionSummary(
    string Id, string Title, string Currency, string Seller, string Status, decimal Price, string? Leader, string? Winner,
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

/// <summary>The moments of one command in their order, from the audit trail and from traces.</summary>
/// <param name="known">What the API knows.</param>
/// <param name="spans">Its spans; none where traces are not kept.</param>
internal sealed class CommandStory(KnownCommand known, CommandSpans spans)
{
    private readonly Sentences _sentences = new(known.Auction?.Currency ?? "");
    private readonly List<Moment> _moments = [];

    private DateTimeOffset? ReceivedAt => known.Decision?.At ?? known.Pending?.At;

    /// <summary>Tells the moments. One without a time stands behind those that are known to precede it.</summary>
    public IReadOnlyList<Moment> Tell()
    {
        foreach (var request in spans.Requests)
            Add(request.Start, request.Service, $"{request.Name} arrives", Moment.Trace);
        if (ReceivedAt is { } received)
            Add(received, null, "received: this instant counts", Moment.Audit);
        foreach (var acceptance in spans.Acceptances)
            Add(acceptance.End, acceptance.Service, "accepted: durable from now on", Moment.Trace);
        foreach (var request in spans.Requests)
            if ((request["http.response.status_code"] ?? request["http.status_code"]) is { } status)
                Add(request.End, request.Service, $"answered {status}", Moment.Trace, request.Failed);
        foreach (var step in spans.Steps)
            Add(step.End, step.Service, Said(step), Moment.Trace, step.Failed);
        AddOutcome();
        foreach (var publication in spans.Publications)
            Add(publication.End, publication.Service, "published", Moment.Trace);
        foreach (var write in spans.Writes)
            Add(write.End, write.Service, Written(write["sockets"]), Moment.Trace, write.Failed);
        AddPublication();
        if (known.DeadLetter is { } letter)
            Add(letter.At, null, $"dead-lettered: {letter.Step ?? "the command"} kept failing, last with: {letter.Error}", Moment.DeadLetters, true);
        return [.. _moments.Where(moment => moment.At is not null).OrderBy(moment => moment.At), .. _moments.Where(moment => moment.At is null)];
    }

    private void AddOutcome()
    {
        if (known.Decision is { } decision)
        {
            var step = spans.Decisions.MaxBy(step => step.End);
            foreach (var what in Outcome(decision))
                Add(step?.End, step?.Service, $"decided: {what}", Moment.Audit);
        }
        else if (known.DeadLetter is null)
            Add(null, null, known.Reason is null ? known.Status : $"{known.Status}, {known.Reason}", Moment.Audit, known.Status == "failed");
    }

    private void AddPublication()
    {
        if (known.Decision is not { Events.Count: > 0 } decision || spans.Publications.Any())
            return;
        var what = decision.Unpublished is { } open ? $"not noted as published yet: event {string.Join(", ", open)}" : "published";
        Add(null, null, what, Moment.Audit);
    }

    private IEnumerable<string> Outcome(AuditEntry decision)
    {
        if (decision.Reason is not null)
            yield return _sentences.Rejection(decision);
        else if (decision.Events.Count == 0)
            yield return "accepted, without an event";
        foreach (var (happened, said) in _sentences.Events(decision))
            yield return $"event {happened.Seq}, {said}";
    }

    private static string Said(Span step) => step.Failed
        ? $"{step.Name}: this try failed{(step["error.type"] is { } type ? $" ({type})" : "")}"
        : step.Name;

    private static string Written(string? sockets) => sockets switch
    {
        null => "written to the sockets",
        "1" => "written to 1 socket",
        _ => $"written to {sockets} sockets",
    };

    private void Add(DateTimeOffset? at, string? where, string what, string source, bool failed = false) =>
        _moments.Add(Of(at, where, what, source, failed));

    private Moment Of(DateTimeOffset? at, string? where, string what, string source, bool failed) =>
        new(at, at is { } then && ReceivedAt is { } received ? (then - received).TotalMilliseconds : null, where, what, source, failed);
}
