using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Pusher.Delivery;

/// <summary>What the pusher needs of a CloudEvent (1.0, structured JSON): the data's bytes as they arrived, the type and the time.</summary>
/// <param name="Data">The data, UTF-8 JSON; a copy of its own.</param>
/// <param name="Type">The event's <c>type</c>; null where there is none.</param>
/// <param name="Time">The event's <c>time</c>; null where there is none.</param>
public sealed record CloudEventEnvelope(byte[] Data, string? Type, DateTimeOffset? Time)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Reads an envelope.</summary>
    /// <param name="body">UTF-8.</param>
    /// <exception cref="JsonException">The body is not a JSON object, or has no data.</exception>
    /// <exception cref="InvalidOperationException">The data is a string that is not valid text, such as half a surrogate pair.</exception>
    public static CloudEventEnvelope Read(ReadOnlySpan<byte> body)
    {
        var members = JsonSerializer.Deserialize<Members>(body, Json) ?? throw new JsonException("A CloudEvent is an object, and this is null.");
        return new CloudEventEnvelope(members.Bytes(), members.Kind(), members.When());
    }

    private sealed record Members(
        JsonElement Data, [property: JsonPropertyName("data_base64")] JsonElement Base64, JsonElement Type, JsonElement Time)
    {
        public byte[] Bytes() => (Data.ValueKind, Base64.ValueKind) switch
        {
            // JSON that was published as text arrives as a string that holds it.
            (JsonValueKind.String, _) => Encoding.UTF8.GetBytes(Data.GetString()!),
            (not JsonValueKind.Undefined, _) => JsonMarshal.GetRawUtf8Value(Data).ToArray(),
            (_, JsonValueKind.String) when Base64.TryGetBytesFromBase64(out var bytes) => bytes,
            (_, JsonValueKind.Undefined) => throw new JsonException("The CloudEvent has no data."),
            _ => throw new JsonException("The CloudEvent's data_base64 is not Base64."),
        };

        public string? Kind() => Type.ValueKind == JsonValueKind.String ? Type.GetString() : null;

        public DateTimeOffset? When() => Time.ValueKind == JsonValueKind.String && Time.TryGetDateTimeOffset(out var time) ? time : null;
    }
}
