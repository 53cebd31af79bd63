using System.Text.Json;

namespace Auctions.Pusher.Delivery;

/// <summary>What is wanted of a CloudEvent (1.0, structured JSON): the data's bytes, cut out as they are, and the time.</summary>
/// <param name="Data">The data, UTF-8 JSON; a copy of its own.</param>
/// <param name="Time">The event's <c>time</c>; null where there is none.</param>
public sealed record CloudEventEnvelope(byte[] Data, DateTimeOffset? Time)
{
    /// <summary>Reads an envelope.</summary>
    /// <param name="body">UTF-8.</param>
    /// <exception cref="JsonException">It is no JSON object, or has no data.</exception>
    public static CloudEventEnvelope Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A CloudEvent is an object, and this is none.");

        byte[]? data = null;
        DateTimeOffset? time = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("data"u8))
                data = ReadData(ref json, body);
            else if (json.ValueTextEquals("data_base64"u8))
                data = ReadBase64(ref json);
            else if (json.ValueTextEquals("time"u8))
                time = ReadTime(ref json);
            else
                json.Skip();
        }

        return new CloudEventEnvelope(data ?? throw new JsonException("The CloudEvent has no data."), time);
    }

    private static byte[] ReadData(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return ReadText(ref json);
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return body[start..(int)json.BytesConsumed].ToArray();
    }

    // JSON that was published as text arrives as a string that holds it.
    private static byte[] ReadText(ref Utf8JsonReader json)
    {
        var buffer = new byte[json.ValueSpan.Length];
        return buffer[..json.CopyString(buffer)];
    }

    private static byte[] ReadBase64(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String && json.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw new JsonException("The CloudEvent's data_base64 is no Base64.");
    }

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String && json.TryGetDateTimeOffset(out var time))
            return time;
        json.Skip();
        return null;
    }
}
