using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Auctions.Api.Errors;

namespace Auctions.Api.Bodies;

/// <summary>Turns the serializer's exception into a problem that names the field in the sender's words.</summary>
internal static class BodyProblem
{
    /// <summary>A name that somebody made up may be as long as the body; no more of it is repeated than this.</summary>
    private const int MostFieldCharacters = 100;

    public static IResult Of(JsonException unreadable, JsonTypeInfo body)
    {
        var path = unreadable.Path is ['$', '.', .. var rest] ? rest : unreadable.Path is ['$', .. var odd] ? odd : "";
        if (path.Length == 0)
            return Problems.Invalid(Problems.Body, unreadable.LineNumber is { } line
                ? $"must be one JSON object; it stops being that at line {line + 1}, byte {unreadable.BytePositionInLine + 1}"
                : "must be one JSON object");

        var field = path.Length > MostFieldCharacters ? path[..MostFieldCharacters] + "…" : path;
        if (TypeAt(path, body) is { } type)
            return Problems.Invalid(field, unreadable.LineNumber is null ? "appears twice" : Expectation(type));

        // Whatever was made up as a name must not become a problem type.
        return Problems.Invalid("invalid-body", [new(field, "is not a field of this")]);
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

    /// <summary>The type of the property at a path such as <c>increments[0].step</c>; null where there is no such property.</summary>
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
