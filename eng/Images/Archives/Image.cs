using System.Text.Json.Nodes;

namespace Auctions.Images.Archives;

/// <summary>An image that has been made reproducible.</summary>
/// <param name="Archive">The whole image.</param>
/// <param name="Digest">The digest of the manifest, by which a deployment names the image.</param>
/// <param name="Config">The config with labels and environment.</param>
/// <param name="App">The last layer.</param>
internal sealed record Image(OciArchive Archive, string Digest, JsonObject Config, AppLayer App)
{
    /// <summary>The value of a label.</summary>
    /// <returns>Null if the image has no such label.</returns>
    public string? Label(string name) => (string?)Config["config"]?["Labels"]?[name];

    /// <summary>The value of an environment variable.</summary>
    /// <returns>Null if the image sets no such variable.</returns>
    public string? Variable(string name) => (Config["config"]?["Env"] as JsonArray ?? [])
        .Select(variable => (string)variable!)
        .FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
