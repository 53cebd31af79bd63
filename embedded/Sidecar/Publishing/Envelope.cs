using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Embedded.Sidecar.Publishing;

/// <summary>CloudEvents as daprd makes them of what an app publishes.</summary>
internal static class Envelope
{
    /// <summary>The content type of an envelope.</summary>
    public const string ContentType = "application/cloudevents+json";

    private const string NoTrace = "00-00000000000000000000000000000000-0000000000000000-00";
    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a content type is a CloudEvent's.</summary>
    public static bool IsOne(string contentType) => Media(contentType).Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a content type is JSON's.</summary>
    public static bool IsJson(string contentType) =>
        Media(contentType) is var media
        && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Wraps a payload, or completes one that is a CloudEvent already.</summary>
    /// <param name="payload">What was published.</param>
    /// <param name="contentType">Its content type.</param>
    /// <param name="about">What the sidecar knows.</param>
    /// <exception cref="DaprError">A CloudEvent that is none.</exception>
    public static byte[] Wrap(ReadOnlySpan<byte> payload, string contentType, in EnvelopeFields about)
    {
        var media = Media(contentType);
        var buffer = new ArrayBufferWriter<byte>(payload.Length + 512);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        if (IsOne(contentType))
            Complete(json, payload, about);
        else
            Make(json, payload, media, about);
        json.WriteString("pubsubname"u8, about.PubSub);
        json.WriteString("topic"u8, about.Topic);
        var trace = about.TraceParent ?? NoTrace;
        json.WriteString("traceid"u8, trace);
        json.WriteString("traceparent"u8, trace);
        json.WriteString("tracestate"u8, about.TraceState ?? "");
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Wraps a raw payload for a subscriber; daprd does so on delivery.</summary>
    public static byte[] WrapRaw(ReadOnlySpan<byte> payload, in EnvelopeFields about)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length * 2 + 512);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteBase64String("data_base64"u8, payload);
        json.WriteString("datacontenttype"u8, "application/octet-stream"u8);
        Origin(json, about);
        json.WriteString("pubsubname"u8, about.PubSub);
        json.WriteString("topic"u8, about.Topic);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Make(Utf8JsonWriter json, ReadOnlySpan<byte> payload, string media, in EnvelopeFields about)
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
        Origin(json, about);
    }

    private static void Origin(Utf8JsonWriter json, in EnvelopeFields about)
    {
        json.WriteString("id"u8, about.Id);
        json.WriteString("source"u8, about.Source);
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("time"u8, about.Time);
        json.WriteString("type"u8, about.Type);
    }

    // Its own fields stay; what is missing and what the sidecar alone knows comes from there.
    private static void Complete(Utf8JsonWriter json, ReadOnlySpan<byte> payload, in EnvelopeFields about)
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

            // Throws where anything follows.
            reader.Read();
        }
        catch (JsonException broken)
        {
            throw DaprError.Malformed($"failed to create cloudevent: {broken.Message}");
        }

        if (!has.Contains("id"))
            json.WriteString("id"u8, about.Id);
        if (!has.Contains("source"))
            json.WriteString("source"u8, about.Source);
        if (!has.Contains("specversion"))
            json.WriteString("specversion"u8, "1.0"u8);
        if (!has.Contains("time"))
            json.WriteString("time"u8, about.Time);
        if (!has.Contains("type"))
            json.WriteString("type"u8, about.Type);
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
