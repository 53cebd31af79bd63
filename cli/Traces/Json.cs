using System.Globalization;
using System.Text.Json;

namespace Auctions.Cli.Traces;

/// <summary>Reads members of JSON that may be missing.</summary>
internal static class Json
{
    /// <summary>The elements of a list; none where there is no such list.</summary>
    public static IEnumerable<JsonElement> List(JsonElement of, string member) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    /// <summary>A text, number or truth value as text; null where there is none.</summary>
    public static string? Text(JsonElement of, string member) =>
        of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(member, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array => null,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetRawText(),
        };

    /// <summary>A whole number, which may be written as text; 0 where there is none.</summary>
    public static long Whole(JsonElement of, string member) =>
        long.TryParse(Text(of, member), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
