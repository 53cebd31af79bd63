using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Auctions.Api.Errors;

namespace Auctions.Api.Bodies;

/// <summary>Turns the serializer's exception into a problem that names the field as the sender wrote it.</summary>
internal static class BodyProblem
{
    /// <summary>The answer repeats no more of an unknown field's name, which may be as long as the body.</summary>
    private const int MostFieldCharacters = 100;

    public static IResult Of(JsonException unreadable, JsonTypeInfo body)
    {
        var path = unreadable.Path is ['$', '.', .. var rest] ? rest : unreadable.Path is ['$', .. var odd] ? odd : "";
        if (path.Length == 0)
            return Problems.Invalid(Problems.Body, unreadable.LineNumber is { } line
                ? $"must be one JSON object; the error is at line {line + 1}, byte {unreadable.BytePositionInLine + 1}"
                : "must be one JSON object");

        var field = path.Length > MostFieldCharacters ? path[..MostFieldCharacters] + "…" : path;
        if (TypeAt(path, body) is { } type)
            return Problems.Invalid(field, unreadable.LineNumber is null ? "appears twice" : Expectation(type));

        // The sender chose this name, so the name must not become part of the problem type.
        return Problems.Invalid("invalid-body", [new(field, "is not a known field")]);
    }

    private static string Expectation(Type type)
    {
        if (type == typeof(decimal))
            return $"must be a JSON number of at most {ExactDecimal.MostCharacters} characters, below 10^28";
        if (type == typeof(DateTimeOffset))
            return "must be a time with its offset, such as 2026-12-31T12:00:00Z";
        if (type == typeof(TimeSpan))
            return "must be a duration as hh:mm:ss, a day as 1.00:00:00";
        if (type == typeof(string))
            return "must be a string";
        return type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? "must be an array" : "must be an object";
    }

    /// <summary>The type of the property at a path such as <c>increments[0].step</c>; null if there is no such property.</summary>
    private static Type? TypeAt(string path, JsonTypeInfo within)
    {
        Type? type = null;
        foreach (var segment in path.Split('.'))
        {
            var bracket = segment.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? segment : segment[..bracket];
            if (within.Properties.FirstOrDefault(property => property.Name == name) is not { } found)
                return null;

            type = Nullable.GetUnderlyingType(found.PropertyType) ?? found.PropertyType;
            within = within.Options.GetTypeInfo(type);
            if (bracket >= 0 && within.ElementType is { } element)
            {
                type = element;
                within = within.Options.GetTypeInfo(element);
            }
        }

        return type;
    }
}
