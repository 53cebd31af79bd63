using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary>The spans of one command, by what they say about it (docs/tracing.md).</summary>
/// <param name="spans">The spans of its traces; those of other commands are left out.</param>
/// <param name="command">The command's id.</param>
internal sealed class CommandSpans(IReadOnlyCollection<Span> spans, string command)
{
    private const string Worker = "worker";
    private const string WriteToSockets = "write to sockets";

    private static readonly string[] Deciding = ["check bid amount", "apply auctioneer action", "create auction", "create session"];

    private readonly List<Span> _spans = [.. spans.Where(span => span.Command is null || span.Command == command).OrderBy(span => span.Start)];
    private readonly Dictionary<(string Trace, string Id), Span> _byId =
        spans.GroupBy(span => (span.Trace, span.Id)).ToDictionary(same => same.Key, same => same.First());

    /// <summary>All of them, by their start.</summary>
    public IReadOnlyList<Span> All => _spans;

    /// <summary>The requests that nothing of the house made.</summary>
    public IEnumerable<Span> Requests => _spans.Where(span => IsFirst(span) && span.Name.StartsWith("POST ", StringComparison.Ordinal));

    /// <summary>Where a worker accepted the command: from the end on, the command is durable.</summary>
    public IEnumerable<Span> Acceptances => _spans.Where(span => IsOfWorker(span) && span["command.outcome"] is "Pending" or "pending");

    /// <summary>The tries of the command's steps. Their names are in words, unlike those of calls.</summary>
    public IEnumerable<Span> Steps => _spans.Where(span =>
        IsOfWorker(span) && span.Command == command && span["command.outcome"] is null
        && span.Name.Length > 0 && char.IsAsciiLetterLower(span.Name[0]) && !span.Name.Contains('/', StringComparison.Ordinal));

    /// <summary>
    /// Where the rules were asked: the decision is committed by the end. That is a step, or the whole of a command that a worker carries
    /// out at once, such as one that creates an auction.
    /// </summary>
    public IEnumerable<Span> Decisions => _spans.Where(span =>
        IsOfWorker(span) && span.Command == command && !span.Failed
        && (Deciding.Contains(span.Name) || span["command.outcome"] is "Succeeded" or "Rejected"));

    /// <summary>The calls that published its events. A workflow that it began publishes others, in the same trace.</summary>
    public IEnumerable<Span> Publications => _spans.Where(IsPublication);

    /// <summary>The writes of its events to watchers, each by one pusher; a write ends with the last socket.</summary>
    public IEnumerable<Span> Writes => _spans.Where(span => span.Name == WriteToSockets && FollowsPublication(span));

    /// <summary>The end of the last of some spans; null where there is none.</summary>
    public static DateTimeOffset? EndOf(IEnumerable<Span> spans) => spans.Select(span => (DateTimeOffset?)span.End).Max();

    private static bool IsOfWorker(Span span) =>
        span.Service.StartsWith(Worker, StringComparison.Ordinal) && !span.Service.Contains("dapr", StringComparison.Ordinal);

    private bool IsFirst(Span span) => Around(span) is null;

    private bool FollowsPublication(Span span)
    {
        var steps = 0;
        for (var around = Around(span); around is not null && steps < _spans.Count; around = Around(around), steps++)
            if (IsPublication(around))
                return true;
        return false;
    }

    private bool IsPublication(Span span) =>
        IsOfWorker(span) && span.Command == command && !span.Failed && span.Name.EndsWith("/PublishEvent", StringComparison.Ordinal);

    // A store may lack the span around one, because that wasn't sampled or isn't sent yet.
    private Span? Around(Span span) => span.Parent is null ? null : _byId.GetValueOrDefault((span.Trace, span.Parent));
}
