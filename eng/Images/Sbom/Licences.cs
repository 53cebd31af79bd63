using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Auctions.Images.Sbom;

/// <summary>Reads the licences of packages from their nuspecs.</summary>
/// <param name="packages">The NuGet package folder.</param>
internal sealed class Licences(string packages)
{
    /// <summary>The licence of a package in CycloneDX's form.</summary>
    /// <returns>An SPDX expression, the name of the licence file in the package, or an address; null if there is none.</returns>
    /// <exception cref="BadInputException">The package is not in the folder, or its nuspec is broken.</exception>
    public JsonArray? Of(Library package)
    {
        var path = Path.Combine(packages, package.Folder!, package.Folder!.Split('/')[0] + ".nuspec");
        if (!File.Exists(path))
        {
            throw new BadInputException(
                $"--packages: {path} doesn't exist, so the licence of {package.Name} {package.Version} is unknown; "
                + "name the package folder that the image was built from");
        }

        var elements = Nuspec(path);
        var licence = elements.FirstOrDefault(element => element.Name.LocalName == "license");
        if (licence is not null && (string?)licence.Attribute("type") == "expression")
            return [new JsonObject { ["expression"] = licence.Value.Trim() }];
        if (licence is not null)
            return [Named($"see {licence.Value.Trim()} in the package", null)];
        var url = elements.FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value.Trim();
        return string.IsNullOrEmpty(url) ? null : [Named(url, url)];
    }

    private static JsonObject Named(string name, string? url)
    {
        var licence = new JsonObject { ["name"] = name };
        if (url is not null)
            licence["url"] = url;
        return new JsonObject { ["license"] = licence };
    }

    private static List<XElement> Nuspec(string path)
    {
        try
        {
            return [.. XDocument.Load(path).Descendants()];
        }
        catch (XmlException problem)
        {
            throw new BadInputException($"{path} is not XML: {problem.Message}");
        }
    }
}
