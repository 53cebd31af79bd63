using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary>What <c>trace</c> and <c>story</c> have in common: their options, and how they end.</summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class StoryOptions(Func<string, string?> environment)
{
    /// <summary>The environment variable with the URL of the store of traces.</summary>
    public const string TracesVariable = "AUCTIONS_TRACES";

    private const string TracesOption = "--traces";

    private static readonly JsonSerializerOptions AsJson = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Where traces are kept.</summary>
    public Option<string?> Traces { get; } = new(TracesOption)
    {
        Description = "The URL of Jaeger, Tempo, or Aspire's dashboard (its login URL, which ./run prints); "
            + $"by default {TracesVariable} from the environment. Without it, only the audit trail is told",
    };

    /// <summary>Whether to write JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Writes the same as JSON" };

    /// <summary>Adds the options to a command, and checks them.</summary>
    public void AddTo(Command command)
    {
        command.Add(Traces);
        command.Add(Json);
        command.Validators.Add(result =>
        {
            if (Named(result.GetValue(Traces)) is var (text, flag) && UrlOf(text) is null)
                result.AddError($"{flag}: '{text}' is not an http or https URL");
        });
    }

    /// <summary>Where traces are kept, and the option or variable that says so; null where neither does.</summary>
    public (Uri Address, string Flag)? StoreOf(ParseResult parsed) =>
        Named(parsed.GetValue(Traces)) is var (text, flag) && UrlOf(text) is { } address ? (address, flag) : null;

    /// <summary>The page on which a command writes.</summary>
    public Page PageOf(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        return new(output, Page.IsColourful(output, environment));
    }

    /// <summary>Writes an answer as JSON.</summary>
    public static void Write(ParseResult parsed, object answer) =>
        parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(answer, answer.GetType(), AsJson));

    /// <summary>Writes what became of the traces, at the end of a page.</summary>
    /// <returns>The exit code: 2 where the store of traces could not be read.</returns>
    public static int End(ParseResult parsed, FoundTraces traces)
    {
        if (traces.Problem is null)
            return 0;
        parsed.InvocationConfiguration.Error.WriteLine(traces.Problem);
        return 2;
    }

    /// <summary>The traces as an answer in JSON shows them.</summary>
    public static object AsData(FoundTraces traces, bool withSpans) => new
    {
        traces.Store,
        traces.Note,
        traces.Problem,
        traces.Ids,
        Spans = withSpans ? traces.Spans.Select(AsData) : null,
    };

    // Other attributes are left out, because addresses and headers may be personal.
    private static object AsData(Span span) => new
    {
        span.Trace,
        span.Id,
        span.Parent,
        Process = span.Service,
        span.Name,
        StartedAt = span.Start,
        DurationMs = span.Duration.TotalMilliseconds,
        span.Failed,
        Command = span.Command,
        ErrorType = span["error.type"],
        Sockets = span["sockets"],
    };

    private (string Text, string Flag)? Named(string? option) =>
        option is { Length: > 0 } ? (option, TracesOption)
        : environment(TracesVariable) is { Length: > 0 } variable ? (variable, TracesVariable)
        : null;

    private static Uri? UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var given) && given is { Scheme: "http" or "https" } ? given : null;
}
