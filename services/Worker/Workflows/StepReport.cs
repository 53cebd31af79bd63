using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Events;

namespace Auctions.Worker.Workflows;

/// <summary>What the handlers of a command have left so far, as the workflow's history stores it (<see cref="StepReportJson"/>).</summary>
/// <param name="Outcome">The outcome after the step.</param>
/// <param name="Events">
/// The events recorded so far, each as <see cref="EventJson"/> writes it. They stay JSON here, because the worker that replays the
/// workflow may be older than the one that recorded the event.
/// </param>
[JsonConverter(typeof(StepReportJson))]
internal sealed record StepReport(Outcome Outcome, IReadOnlyList<JsonElement> Events)
{
    /// <summary>The report before the first step.</summary>
    public static StepReport None { get; } = new(Outcome.Succeeded(), []);

    /// <summary>Creates the report of a step that has ended.</summary>
    public static StepReport Of(CommandContext context) => new(context.Outcome, [.. context.Events.Cast<IAuctionEvent>().Select(Write)]);

    /// <summary>Creates the context of the next step.</summary>
    /// <exception cref="JsonException">An event has a type that this version doesn't know.</exception>
    public CommandContext ToContext(CancellationToken cancellation)
    {
        var context = new CommandContext { Outcome = Outcome, Cancellation = cancellation };
        context.RecordAll(Events.Select(written => EventJson.Read(JsonMarshal.GetRawUtf8Value(written))));
        return context;
    }

    private static JsonElement Write(IAuctionEvent happened)
    {
        var reader = new Utf8JsonReader(EventJson.Write(happened));
        return JsonElement.ParseValue(ref reader);
    }
}

/// <summary>
/// Writes a report as one object: the properties of its outcome, and <c>events</c> where there are any. Histories of every version
/// have this form.
/// </summary>
internal sealed class StepReportJson : JsonConverter<StepReport>
{
    private const string Events = "events";

    private static readonly JsonSerializerOptions OutcomeOptions = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<OutcomeKind>() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <inheritdoc/>
    public override StepReport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var report = JsonElement.ParseValue(ref reader);
        return new(report.Deserialize<Outcome>(OutcomeOptions)!, report.TryGetProperty(Events, out var events) ? [.. events.EnumerateArray()] : []);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StepReport value, JsonSerializerOptions options)
    {
        var report = JsonSerializer.SerializeToNode(value.Outcome, OutcomeOptions)!.AsObject();
        if (value.Events.Count > 0)
            report[Events] = JsonSerializer.SerializeToNode(value.Events);
        report.WriteTo(writer, options);
    }
}
