using System.Text.Json;

namespace Auctions.Images.Sbom;

/// <summary>Reads the <c>.deps.json</c> that the build writes beside an application: all its dependencies.</summary>
internal static class DepsFile
{
    /// <summary>Reads the libraries, including the application itself.</summary>
    /// <param name="json">The file's content.</param>
    /// <param name="name">The file's name for error messages.</param>
    /// <returns>The libraries by key (<c>name/version</c>), sorted.</returns>
    /// <exception cref="BadInputException">The content is not a <c>.deps.json</c>.</exception>
    public static SortedDictionary<string, Library> Read(byte[] json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var target = root.GetProperty("targets").GetProperty(root.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
            var about = root.GetProperty("libraries");
            var libraries = new SortedDictionary<string, Library>(StringComparer.Ordinal);
            foreach (var entry in target.EnumerateObject())
            {
                // A "reference" is a file that a project in the list already brings.
                if (about.GetProperty(entry.Name) is var facts && facts.GetProperty("type").GetString() is "package" or "project")
                    libraries.Add(entry.Name, Library(entry, facts));
            }
            return libraries;
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new BadInputException($"{name} is not a .deps.json: {problem.Message}");
        }
    }

    private static Library Library(JsonProperty entry, JsonElement facts)
    {
        var slash = entry.Name.LastIndexOf('/');
        var isPackage = facts.GetProperty("type").GetString() == "package";
        return new Library(
            entry.Name[..slash],
            entry.Name[(slash + 1)..],
            isPackage,
            isPackage ? Hexadecimal(facts.GetProperty("sha512").GetString()!) : null,
            isPackage ? facts.GetProperty("path").GetString() : null,
            [.. Names(entry.Value, "runtime").Select(file => Path.GetFileName(file.Name)).Order(StringComparer.Ordinal)],
            [.. Names(entry.Value, "dependencies").Select(need => $"{need.Name}/{need.Value.GetString()}").Order(StringComparer.Ordinal)]);
    }

    private static JsonProperty[] Names(JsonElement entry, string list) =>
        entry.TryGetProperty(list, out var found) ? [.. found.EnumerateObject()] : [];

    private static string Hexadecimal(string hash) => hash.StartsWith("sha512-", StringComparison.Ordinal)
        ? Convert.ToHexStringLower(Convert.FromBase64String(hash["sha512-".Length..]))
        : throw new FormatException($"'{hash}' is not sha512-…");
}
