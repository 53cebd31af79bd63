using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Images.Archives;

namespace Auctions.Images.Sbom;

/// <summary>A shared framework that the application runs on; the base image brings it.</summary>
/// <param name="Name">Such as <c>Microsoft.AspNetCore.App</c>.</param>
/// <param name="Version">The base image's, where it tells; otherwise the least that the application takes.</param>
/// <param name="IsExact">Whether <paramref name="Version"/> is the base image's.</param>
public sealed record Framework(string Name, string Version, bool IsExact)
{
    /// <summary>Its name in the bill.</summary>
    public string Reference => $"{Name}@{Version}";

    /// <summary>Reads which ones the application runs on.</summary>
    /// <param name="image">The image; .NET's base images tell their versions in variables.</param>
    /// <param name="runtimeConfig">The application's <c>.runtimeconfig.json</c> in it.</param>
    /// <exception cref="BadInputException">The file is no such file.</exception>
    public static IReadOnlyList<Framework> Of(Image image, string runtimeConfig)
    {
        try
        {
            using var document = JsonDocument.Parse(image.App[runtimeConfig]);
            var options = document.RootElement.GetProperty("runtimeOptions");
            var several = options.TryGetProperty("frameworks", out var list) ? list.EnumerateArray().ToArray() : [options.GetProperty("framework")];
            return [.. several.Select(one => One(image, one.GetProperty("name").GetString()!, one.GetProperty("version").GetString()!))
                .OrderBy(one => one.Name, StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new BadInputException($"{runtimeConfig} is no .runtimeconfig.json: {problem.Message}");
        }
    }

    /// <summary>Its entry in the bill.</summary>
    public JsonObject Component() => new()
    {
        ["type"] = "framework",
        ["bom-ref"] = Reference,
        ["name"] = Name,
        ["version"] = Version,
        ["properties"] = new JsonArray(new JsonObject
        {
            ["name"] = "auctions:version",
            ["value"] = IsExact ? "the base image's" : "the least that the application takes",
        }),
    };

    private static Framework One(Image image, string name, string least)
    {
        var told = image.Variable(name == "Microsoft.AspNetCore.App" ? "ASPNET_VERSION" : "DOTNET_VERSION");
        return new Framework(name, told ?? least, told is not null);
    }
}
