using System.CommandLine;
using System.Globalization;
using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary><c>auctions story</c>: one auction from its creation to its close, in order, with times.</summary>
/// <param name="options">The options that it shares with <c>trace</c>.</param>
internal sealed class StoryCommand(StoryOptions options)
{
    private const int MostTraces = 500;

    private static readonly TimeSpan Around = TimeSpan.FromMinutes(5);

    private readonly Argument<string> _id = new("auction") { Description = "The auction's id" };

    /// <summary>Makes the command.</summary>
    /// <param name="run">Runs an action with the API, which returns the exit code.</param>
    public Command Make(Func<ParseResult, Func<ApiClient, Task<int>>, Task<int>> run)
    {
        var command = new Command("story", "Tells an auction from its creation to its close: every request, decision and event") { _id };
        options.AddTo(command);
        _id.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var id && !Ids.IsAuction(id))
                result.AddError($"auction: '{id}' is not an auction's id: letters, digits, - or _");
        });
        command.SetAction((parsed, cancellation) => run(parsed, async api =>
        {
            var id = parsed.GetValue(_id)!;
            var trail = await AuditTrail.ReadAsync(api.AuditAsync(id, cancellation));
            var auction = await api.AuctionAsync(id, cancellation) ?? throw new ApiException("There is no such auction.");
            if (trail.Entries.Count == 0)
                throw new ApiException("The audit trail is empty, so it is incomplete.");
            var (first, last) = (trail.Entries.Min(entry => entry.At), trail.Entries.Max(entry => entry.At));
            var query = new TraceQuery(Span.AuctionAttribute, id, first - Around, last + Around, MostTraces);
            var traces = await FoundTraces.FindAsync(options.StoreOf(parsed), query, cancellation);
            var lines = new AuctionStory(trail, auction.Currency, traces.Spans).Tell().ToList();
            if (parsed.GetValue(options.Json))
                WriteData(parsed, auction, trail, lines, traces);
            else
                WritePage(options.PageOf(parsed), auction, trail, lines, traces);
            return StoryOptions.End(parsed, traces);
        }));
        return command;
    }

    private static void WriteData(
        ParseResult parsed, AuctionSummary auction, AuditTrail trail, IReadOnlyList<StoryLine> lines, FoundTraces traces) =>
        StoryOptions.Write(parsed, new
        {
            Auction = auction,
            Lines = lines,
            trail.Pending,
            trail.Verdict?.Verified,
            trail.Verdict?.Decisions,
            trail.Verdict?.Seq,
            trail.Verdict?.Mismatches,
            Traces = StoryOptions.AsData(traces, withSpans: false),
        });

    private static void WritePage(Page page, AuctionSummary auction, AuditTrail trail, IReadOnlyList<StoryLine> lines, FoundTraces traces)
    {
        var hasDelays = lines.Any(line => line.DecidedAfterMs is not null);
        page.Line($"Auction {auction.Id}, \"{auction.Title}\" of {auction.Seller}: {auction.Status}", Tone.Heading);
        page.Line($"Times in UTC: when a command was received, and when an hour came.{(hasDelays ? " Delays since the receipt." : "")}");
        page.Line();
        string? date = null;
        foreach (var line in lines)
        {
            if (Sentences.Date(line.At) is var day && day != date)
            {
                page.Row(Tone.Quiet, Cells(date = day, "event", hasDelays ? ("decided", "shown") : null, ""));
            }

            var tone = line.Problem is not null ? Tone.Bad : line.Reason is not null ? Tone.Quiet : Tone.Plain;
            var delays = hasDelays ? (Milliseconds(line.DecidedAfterMs), Milliseconds(line.ShownAfterMs)) : ((string, string)?)null;
            var what = line.Problem is null ? line.What : $"{line.What} [{line.Problem}]";
            page.Row(tone, Cells(Sentences.Time(line.At), line.Event?.ToString(CultureInfo.InvariantCulture) ?? "", delays, what));
        }

        foreach (var pending in trail.Pending)
            page.Row(Tone.Bad, Cells(
                Sentences.Time(pending.At), "", hasDelays ? ("", "") : null, $"{pending.User}: {pending.Kind}, not decided yet ({pending.Command})"));
        page.Line();
        WriteEnd(page, trail, lines, traces);
    }

    private static void WriteEnd(Page page, AuditTrail trail, IReadOnlyList<StoryLine> lines, FoundTraces traces)
    {
        if (trail.Verdict is not { } verdict)
            page.Line("Audit: the trail ends without a verdict, so it is incomplete.", Tone.Bad);
        else if (verdict.Verified)
            page.Line($"Audit: {verdict.Decisions} decisions, {verdict.Seq} events; the rules decide all of them the same way again.");
        else
            page.Line($"Audit: of {verdict.Decisions} decisions, the rules decide {verdict.Mismatches} differently.", Tone.Bad);
        var commands = lines.Where(line => line.Command is not null).Select(line => line.Command).Distinct().Count();
        var traced = lines.Where(line => line.DecidedAfterMs is not null).Select(line => line.Command).Distinct().Count();
        page.Line($"Traces: {traces.Note}{(traces.Spans.Count > 0 ? $" They have the decisions of {traced} of {commands} commands." : "")}");
    }

    private static IReadOnlyList<Cell> Cells(string time, string seq, (string Decided, string Shown)? delays, string what) =>
        delays is var (decided, shown)
            ? [new(time, 12), new(seq, 5, true), new(decided, 9, true), new(shown, 9, true), new(what)]
            : [new(time, 12), new(seq, 5, true), new(what)];

    private static string Milliseconds(double? after) =>
        after is { } given ? string.Create(CultureInfo.InvariantCulture, $"{given:0} ms") : "";
}
