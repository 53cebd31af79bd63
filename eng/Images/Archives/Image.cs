using System.Text.Json.Nodes;

namespace Auctions.Images.Archives;

/// <summary>An image that has been made reproducible.</summary>
/// <param name="Archive">All of it.</param>
/// <param name="Digest">Its manifest's digest: what a deployment names.</param>
/// <param name="Config">Its config, with labels and environment.</param>
/// <param name="App">Its last layer.</param>
public sealed record Image(OciArchive Archive, string Digest, JsonObject Config, AppLayer App)
{
    /// <summary>The value of a label.</summary>
    /// <returns>Null where the image has no such label.</returns>
    public string? Label(string name) => (string?)Config["config"]?["Labels"]?[name];

    /// <summary>The value of an environment variable.</summary>
    /// <returns>Null where the image sets no such variable.</returns>
    public string? Variable(string name) => Config["config"]?["Env"] is JsonArray variables
        ? variables.Select(variable => (string)variable!).FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
        : null;
}
