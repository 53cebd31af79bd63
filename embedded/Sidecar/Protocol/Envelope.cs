using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Embedded.Sidecar.Protocol;

/// <summary>The CloudEvents that daprd makes of published messages.</summary>
internal static class Envelope
{
    /// <summary>The content type of an envelope.</summary>
    public const string ContentType = "application/cloudevents+json";

    private const string NoTrace = "00-00000000000000000000000000000000-0000000000000000-00";
    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a content type means a CloudEvent.</summary>
    public static bool IsCloudEvent(string contentType) => Media(contentType).Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a content type means JSON.</summary>
    public static bool IsJson(string contentType) =>
        Media(contentType) is var media
        && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Wraps a payload, or completes one that is a CloudEvent already.</summary>
    /// <param name="payload">The published message.</param>
    /// <param name="contentType">Its content type.</param>
    /// <param name="fields">The fields that the sidecar adds.</param>
    /// <exception cref="DaprError">The content type means a CloudEvent, and the payload is no JSON object.</exception>
    public static byte[] Wrap(ReadOnlySpan<byte> payload, string contentType, in EnvelopeFields fields)
    {
        var media = Media(contentType);
        var buffer = new ArrayBufferWriter<byte>(payload.Length + 512);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        if (IsCloudEvent(contentType))
            WriteCompleted(json, payload, fields);
        else
            WriteNew(json, payload, media, fields);
        json.WriteString("pubsubname"u8, fields.PubSub);
        json.WriteString("topic"u8, fields.Topic);
        var trace = fields.TraceParent ?? NoTrace;
        json.WriteString("traceid"u8, trace);
        json.WriteString("traceparent"u8, trace);
        json.WriteString("tracestate"u8, fields.TraceState ?? "");
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Wraps a raw payload for a subscriber, which daprd does on delivery.</summary>
    public static byte[] WrapRaw(ReadOnlySpan<byte> payload, in EnvelopeFields fields)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length * 2 + 512);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteBase64String("data_base64"u8, payload);
        json.WriteString("datacontenttype"u8, "application/octet-stream"u8);
        WriteOrigin(json, fields);
        json.WriteString("pubsubname"u8, fields.PubSub);
        json.WriteString("topic"u8, fields.Topic);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteNew(Utf8JsonWriter json, ReadOnlySpan<byte> payload, string media, in EnvelopeFields fields)
    {
        if (IsJson(media) && IsWellFormed(payload))
        {
            json.WritePropertyName("data"u8);
            json.WriteRawValue(payload, skipInputValidation: true);
        }
        else if (media.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase))
            json.WriteBase64String("data_base64"u8, payload);
        else
            json.WriteString("data"u8, Encoding.UTF8.GetString(payload));
        json.WriteString("datacontenttype"u8, media);
        WriteOrigin(json, fields);
    }

    private static void WriteOrigin(Utf8JsonWriter json, in EnvelopeFields fields)
    {
        json.WriteString("id"u8, fields.Id);
        json.WriteString("source"u8, fields.Source);
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("time"u8, fields.Time);
        json.WriteString("type"u8, fields.Type);
    }

    // The event keeps its own fields. The sidecar adds the required ones that are missing, and those that only it knows.
    private static void WriteCompleted(Utf8JsonWriter json, ReadOnlySpan<byte> payload, in EnvelopeFields fields)
    {
        var reader = new Utf8JsonReader(payload);
        var has = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw DaprError.Malformed("a cloud event must be a JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (name is "pubsubname" or "topic" or "traceid" or "traceparent" or "tracestate" || !has.Add(name))
                    continue;
                json.WritePropertyName(name);
                json.WriteRawValue(payload[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }

            // Throws where anything follows the object.
            reader.Read();
        }
        catch (JsonException broken)
        {
            throw DaprError.Malformed($"failed to create cloudevent: {broken.Message}");
        }

        if (!has.Contains("id"))
            json.WriteString("id"u8, fields.Id);
        if (!has.Contains("source"))
            json.WriteString("source"u8, fields.Source);
        if (!has.Contains("specversion"))
            json.WriteString("specversion"u8, "1.0"u8);
        if (!has.Contains("time"))
            json.WriteString("time"u8, fields.Time);
        if (!has.Contains("type"))
            json.WriteString("type"u8, fields.Type);
    }

    private static string Media(string contentType) => contentType.Split(';', 2)[0].Trim();

    private static bool IsWellFormed(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>The fields that a sidecar adds to a published message.</summary>
/// <param name="Id">The event's id, unless the event has one.</param>
/// <param name="Source">The publishing app.</param>
/// <param name="Time">The time of publishing; RFC 3339, in seconds.</param>
/// <param name="PubSub">The component.</param>
/// <param name="Topic">The topic.</param>
/// <param name="TraceParent">The W3C trace context; null where no trace is recorded.</param>
/// <param name="TraceState">The vendor's part of the trace context.</param>
/// <param name="Type">The event's type, unless the event has one.</param>
internal readonly record struct EnvelopeFields(
    string Id, string Source, string Time, string PubSub, string Topic, string? TraceParent, string? TraceState,
    string Type = "com.dapr.event.sent")
{
    /// <summary>The fields of a message that is published now, in the current trace.</summary>
    public static EnvelopeFields Now(string appId, string pubSub, string topic, TimeProvider time) => new(
        Guid.NewGuid().ToString(), appId, time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        pubSub, topic, Activity.Current?.Id, Activity.Current?.TraceStateString);
}
