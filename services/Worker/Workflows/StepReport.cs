using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Events;

namespace Auctions.Worker.Workflows;

/// <summary>The outcome and events after a step, as the workflow's history stores them.</summary>
/// <param name="Kind">The kind of outcome after the step.</param>
/// <param name="Reason">For a rejection or a failure: the slug.</param>
/// <param name="Seq">The seq of the event that records the effect.</param>
/// <param name="Problems">For an invalid command: every field that is wrong.</param>
/// <param name="Events">The events recorded so far, each as <see cref="EventJson"/> writes it.</param>
internal sealed record StepReport(
    [property: JsonConverter(typeof(JsonStringEnumConverter<OutcomeKind>))] OutcomeKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seq = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Problems = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<JsonElement>? Events = null)
{
    /// <summary>Before the first step.</summary>
    public static StepReport None { get; } = new(OutcomeKind.Succeeded);

    /// <summary>The report of a step.</summary>
    public static StepReport Of(Progress progress) => new(
        progress.Outcome.Kind, progress.Outcome.Reason, progress.Outcome.Seq, progress.Outcome.Problems,
        progress.Events.Count == 0 ? null : [.. progress.Events.Cast<IAuctionEvent>().Select(Write)]);

    /// <summary>The outcome and events of the report.</summary>
    /// <exception cref="JsonException">An event is of no type that this version knows.</exception>
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
