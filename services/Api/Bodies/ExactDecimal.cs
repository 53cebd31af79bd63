using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Api.Bodies;

/// <summary>
/// Reads a decimal exactly as it was written. The framework silently rounds a number with more digits than a decimal
/// holds, so that 12.00…001 would be read as 12.
/// </summary>
internal sealed class ExactDecimal : JsonConverter<decimal>
{
    /// <summary>The longest number whose digits all fit into a decimal.</summary>
    public const int MostCharacters = 28;

    /// <exception cref="JsonException">The value is not a number, or a decimal can't hold it exactly.</exception>
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
