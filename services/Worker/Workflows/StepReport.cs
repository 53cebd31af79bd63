using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Events;

namespace Auctions.Worker.Workflows;

/// <summary>The outcome and events after a step, as the workflow's history stores them.</summary>
/// <param name="Kind">The kind of outcome after the step.</param>
/// <param name="Reason">The slug of a rejection or a failure.</param>
/// <param name="Seq">The seq of the event that records the effect; null where there is none.</param>
/// <param name="Problems">The problems of an invalid command's fields.</param>
/// <param name="Events">The events recorded so far, each as <see cref="EventJson"/> writes it.</param>
internal sealed record StepReport(
    [property: JsonConverter(typeof(JsonStringEnumConverter<OutcomeKind>))] OutcomeKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seq = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Problems = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<JsonElement>? Events = null)
{
    /// <summary>The report before the first step.</summary>
    public static StepReport None { get; } = new(OutcomeKind.Succeeded);

    /// <summary>Creates the report of a step.</summary>
    public static StepReport Of(Progress progress) => new(
        progress.Outcome.Kind, progress.Outcome.Reason, progress.Outcome.Seq, progress.Outcome.Problems,
        progress.Events.Count == 0 ? null : [.. progress.Events.Cast<IAuctionEvent>().Select(Write)]);

    /// <summary>Reads the outcome and the events of the report.</summary>
    /// <exception cref="JsonException">An event has a type that this version doesn't know.</exception>
    public Progress Read() => new(
        Kind switch
        {
            OutcomeKind.Rejected => Outcome.Rejected(Reason!),
            OutcomeKind.Failed => Outcome.Failed(Reason!),
            OutcomeKind.Invalid => Outcome.Invalid(Problems ?? []),
            OutcomeKind.Pending => Outcome.Pending(),
            _ => Outcome.Succeeded(Seq),
        },
        Events is null ? [] : [.. Events.Select(written => EventJson.Read(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(written)))]);

    private static JsonElement Write(IAuctionEvent happened)
    {
        var reader = new Utf8JsonReader(EventJson.Write(happened));
        return JsonElement.ParseValue(ref reader);
    }
}
