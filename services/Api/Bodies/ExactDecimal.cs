using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Api.Bodies;

/// <summary>
/// A decimal as it was written, or none: a number with more digits than a decimal holds would be rounded in silence,
/// and 12.00…001 would pass for 12.
/// </summary>
internal sealed class ExactDecimal : JsonConverter<decimal>
{
    /// <summary>The most characters of a number, so that what was read is what was written.</summary>
    public const int MostCharacters = 28;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException();
        var characters = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        return characters <= MostCharacters && reader.TryGetDecimal(out var value) ? value : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
