using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Images.Archives;

namespace Auctions.Images.Sbom;

/// <summary>A shared framework of the application, which is part of the base image.</summary>
/// <param name="Name">For example <c>Microsoft.AspNetCore.App</c>.</param>
/// <param name="Version">The base image's version if known; otherwise the lowest that the application accepts.</param>
/// <param name="IsExact">Whether <paramref name="Version"/> is the base image's.</param>
internal sealed record Framework(string Name, string Version, bool IsExact)
{
    /// <summary>The name in the bill.</summary>
    public string Reference => $"{Name}@{Version}";

    /// <summary>Reads the frameworks of the application.</summary>
    /// <param name="image">The image; the environment variables of .NET's base images have the versions.</param>
    /// <param name="runtimeConfig">The path of the application's <c>.runtimeconfig.json</c> in the image.</param>
    /// <exception cref="BadInputException">The file is not a <c>.runtimeconfig.json</c>.</exception>
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
            throw new BadInputException($"{runtimeConfig} is not a .runtimeconfig.json: {problem.Message}");
        }
    }

    /// <summary>The entry in the bill.</summary>
    public JsonObject Component() => new()
    {
        ["type"] = "framework",
        ["bom-ref"] = Reference,
        ["name"] = Name,
        ["version"] = Version,
        ["properties"] = new JsonArray(new JsonObject
        {
            ["name"] = "auctions:version",
            ["value"] = IsExact ? "the base image's" : "the lowest that the application accepts",
        }),
    };

    private static Framework One(Image image, string name, string lowest)
    {
        var told = image.Variable(name == "Microsoft.AspNetCore.App" ? "ASPNET_VERSION" : "DOTNET_VERSION");
        return new Framework(name, told ?? lowest, told is not null);
    }
}
