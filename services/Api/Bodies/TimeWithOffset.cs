using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Api.Bodies;

/// <summary>Reads a time only if it has an offset. Without one the framework would assume the server's own, which senders don't know.</summary>
internal sealed class TimeWithOffset : JsonConverter<DateTimeOffset>
{
    /// <exception cref="JsonException">The value is not a time, or it has no offset.</exception>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && reader.GetString() is { } text
        && HasOffset(text)
        && reader.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
