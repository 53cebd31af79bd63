using System.Text.Json;

namespace Auctions.Events;

/// <summary>
/// Events as CloudEvents 1.0 in structured JSON. The id depends on the event only, so that a receiver recognises an event that
/// is published twice.
/// </summary>
internal static class CloudEvents
{
    /// <summary>The content type of the bytes that <see cref="Write"/> returns.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>The id: <c>{auction or session}/{seq}</c>; for a rejection, which is not part of the history, the command's id.</summary>
    /// <exception cref="ArgumentException">The event has no seq and is not a rejection.</exception>
    public static string IdOf(IAuctionEvent happened) => happened switch
    {
        ISequenced sequenced => FormattableString.Invariant($"{sequenced.Stream}/{sequenced.Seq}"),
        RaiseRejectedEvent rejected => rejected.Command,
        _ => throw new ArgumentException($"{happened.GetType().Name} has neither a seq nor a command, so it has no id.", nameof(happened)),
    };

    /// <summary>Writes the envelope with the event in it, as UTF-8.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="source">The app-id of the publisher.</param>
    public static byte[] Write(IAuctionEvent happened, string source)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = AuctionJson.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, IdOf(happened));
        json.WriteString("source"u8, source);
        json.WriteString("type"u8, happened.CloudEventType);
        json.WriteString("subject"u8, happened.Stream);
        if (happened is ISequenced { At: var at })
            json.WriteString("time"u8, at);
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(EventJson.Write(happened), skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
