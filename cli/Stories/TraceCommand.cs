using System.CommandLine;
using System.Globalization;
using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary><c>auctions trace</c>: the way of one command through the house, in order, with times.</summary>
/// <param name="options">The options that it shares with <c>story</c>.</param>
/// <param name="time">The clock, which says how far back to look for a command whose receipt is unknown.</param>
internal sealed class TraceCommand(StoryOptions options, TimeProvider time)
{
    private const int MostTraces = 20;
    private const int MostPlace = 24;

    // The gateway begins a trace before Api stamps the receipt; retries and replays may make traces for hours.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan After = TimeSpan.FromDays(1);
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(6);

    private readonly Argument<string> _id = new("command") { Description = "The command's id" };
    private readonly Option<bool> _spans = new("--spans") { Description = "Writes every span too, as a tree" };

    /// <summary>Makes the command.</summary>
    /// <param name="run">Runs an action with the API, which returns the exit code.</param>
    public Command Make(Func<ParseResult, Func<ApiClient, Task<int>>, Task<int>> run)
    {
        var command = new Command("trace", "Tells the way of one command: received, accepted, decided, published, shown") { _id, _spans };
        options.AddTo(command);
        _id.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var id && !Ids.IsCommand(id))
                result.AddError($"command: '{id}' is not a command's id: an auction's id, a dot, and letters, digits or -");
        });
        command.SetAction((parsed, cancellation) => run(parsed, async api =>
        {
            var known = await KnownCommands.FindAsync(api, parsed.GetValue(_id)!, cancellation);
            var received = known.Decision?.At ?? known.Pending?.At;
            var now = time.GetUtcNow();
            var query = new TraceQuery(
                Span.CommandAttribute, known.Id, received - Before ?? now - LookBack, Earlier(received + After ?? now, now) + Before, MostTraces);
            var traces = await FoundTraces.FindAsync(options.StoreOf(parsed), query, cancellation);
            var moments = new CommandStory(known, new CommandSpans(traces.Spans, known.Id)).Tell();
            if (parsed.GetValue(options.Json))
                WriteData(parsed, known, moments, traces);
            else
                WritePage(options.PageOf(parsed), known, moments, traces, parsed.GetValue(_spans));
            return StoryOptions.End(parsed, traces);
        }));
        return command;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static void WriteData(ParseResult parsed, KnownCommand known, IReadOnlyList<Moment> moments, FoundTraces traces) =>
        StoryOptions.Write(parsed, new
        {
            Command = known.Id,
            Auction = Ids.AuctionOf(known.Id),
            known.Auction?.Title,
            Kind = known.Decision?.Kind ?? known.Pending?.Kind,
            User = known.Decision?.User ?? known.Pending?.User,
            known.Decision?.Amount,
            HasMaximum = known.Decision?.HasMaximum == true ? true : (bool?)null,
            known.Status,
            known.Reason,
            known.Decision?.Seq,
            ReceivedAt = known.Decision?.At ?? known.Pending?.At,
            known.Decision?.On,
            known.Decision?.Mismatch,
            known.Refusal,
            Moments = moments,
            Traces = StoryOptions.AsData(traces, withSpans: true),
        });

    private static void WritePage(Page page, KnownCommand known, IReadOnlyList<Moment> moments, FoundTraces traces, bool withSpans)
    {
        var sentences = new Sentences(known.Auction?.Currency ?? "");
        page.Line($"Command {known.Id}", Tone.Heading);
        if (known.Auction is { } auction)
            page.Line($"Auction {auction.Id}, \"{auction.Title}\"");
        if (known.Decision is { } decision)
        {
            page.Line($"{sentences.Request(decision)}: {(decision.Reason is null ? known.Status : sentences.Rejection(decision))}");
            if (decision.On is { } on)
                page.Line($"The auction before: {sentences.State(on)}");
        }
        else
            page.Line(known.Pending is { } pending ? $"{pending.User}: {pending.Kind}, {known.Status}" : $"Outcome: {known.Status}");
        if (known.Refusal is { } refusal)
            page.Line($"The audit trail can't be read with this token: {refusal}", Tone.Bad);
        page.Line();
        WriteMoments(page, moments);
        if (known.Decision?.Mismatch is { } mismatch)
            page.Line($"Audit: {mismatch}", Tone.Bad);
        page.Line();
        page.Line($"Traces: {traces.Note}");
        foreach (var trace in traces.Ids)
            WriteTrace(page, trace, [.. traces.Spans.Where(span => span.Trace == trace)], withSpans);
    }

    private static void WriteMoments(Page page, IReadOnlyList<Moment> moments)
    {
        var place = Math.Min(MostPlace, moments.Max(moment => moment.Where?.Length ?? 0));
        var known = moments.Where(moment => moment.At is not null).ToList();
        if (known.Count > 0)
            page.Line($"{Sentences.Date(known[0].At!.Value)}, times in UTC, delays since the receipt", Tone.Quiet);
        foreach (var moment in moments)
            page.Row(
                moment.Failed ? Tone.Bad : moment.Source == Moment.Audit ? Tone.Good : Tone.Plain,
                [
                    new(moment.At is null ? "" : Sentences.Time(moment.At), 12),
                    new(Delay(moment.AfterMs), 11, IsNumber: true),
                    .. place > 0 ? [new Cell(moment.Where ?? "", place)] : Array.Empty<Cell>(),
                    new(moment.What),
                ]);
    }

    private static string Delay(double? milliseconds) => milliseconds switch
    {
        null or 0 => "",
        { } after => string.Create(CultureInfo.InvariantCulture, $"{(after > 0 ? "+" : "")}{after:0.0} ms"),
    };

    private static void WriteTrace(Page page, string trace, IReadOnlyList<Span> spans, bool withSpans)
    {
        var start = spans.Min(span => span.Start);
        var processes = spans.Select(span => span.Service).Where(name => !name.Contains("dapr", StringComparison.Ordinal)).Distinct();
        page.Line($"  {trace}, {Sentences.Length(spans.Max(span => span.End) - start)}, in {string.Join(", ", processes)}");
        if (!withSpans)
            return;
        var place = Math.Min(MostPlace, spans.Max(span => span.Service.Length));
        page.Row(Tone.Quiet, new("begins", 10, true), new("takes", 10, true), new("process", place), new Cell("span"));
        foreach (var (span, depth) in SpanTree.Of(spans))
            page.Row(
                span.Failed ? Tone.Bad : Tone.Plain,
                new(Milliseconds(span.Start - start), 10, true), new(Milliseconds(span.Duration), 10, true), new(span.Service, place),
                new Cell($"{new string(' ', Math.Min(depth, 12))}{span.Name}{(span.Failed ? ": failed" : "")}"));
    }

    private static string Milliseconds(TimeSpan length) => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMilliseconds:0.0} ms");
}
