using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auctions.Images.Archives;

/// <summary>
/// Removes from an image everything that depends on the time, place and process of its build. The SDK appends exactly one
/// layer and one line of history to those of the base image. Only these two are replaced, with the times and digests that
/// depend on them. The layers of the base image stay as they are.
/// </summary>
internal static class ImageNormaliser
{
    private static readonly string[] CreationLabels = ["org.opencontainers.image.created", "org.opencontainers.artifact.created"];

    /// <summary>Makes an image reproducible.</summary>
    /// <param name="source">An archive by <c>dotnet publish -t:PublishContainer</c>.</param>
    /// <param name="committed">The commit's time, which replaces every other time.</param>
    /// <exception cref="BadInputException">The source is not such an archive.</exception>
    public static Image Normalise(OciArchive source, DateTimeOffset committed)
    {
        var index = Parse(source.Index, "index.json");
        var descriptor = Single(index, "manifests", "index.json");
        var manifest = Parse(source.Blob(DigestIn(descriptor, "index.json")), "the manifest");
        var layers = Array(manifest, "layers", "the manifest");
        var config = Parse(source.Blob(DigestIn(manifest["config"], "the manifest's config")), "the config");
        var diffIds = Array(config["rootfs"] as JsonObject ?? [], "diff_ids", "the config's rootfs");
        if (layers.Count == 0 || layers.Count != diffIds.Count)
        {
            throw new BadInputException(
                $"the manifest has {layers.Count} layers and the config {diffIds.Count} diff_ids; both must have the same number, which is not 0");
        }

        var target = new OciArchive { Layout = source.Layout };
        foreach (var layer in layers.SkipLast(1))
            target.Add(source.Blob(DigestIn(layer, "the manifest's layers")));
        foreach (var layer in layers)
            UseOciType(layer!);

        var app = AppLayer.Read(source.Blob(DigestIn(layers[^1], "the manifest's layers")));
        var tar = app.Tar(committed);
        diffIds[^1] = Digest.Of(tar);
        Describe(layers[^1]!, target, AppLayer.Compress(tar));
        SetTimes(config, committed);
        Describe(manifest["config"]!, target, Bytes(config));
        Describe(descriptor, target, Bytes(manifest));
        // OCI requires both fields of the platform, which the SDK leaves empty.
        descriptor["platform"] = new JsonObject { ["architecture"] = (string?)config["architecture"], ["os"] = (string?)config["os"] };
        target.Index = Bytes(index);
        return new Image(target, (string)descriptor["digest"]!, config, app);
    }

    /// <summary>
    /// The SDK keeps the Docker media types of .NET's base images in its OCI manifest. Strict registries and tools refuse
    /// such a mix. The bytes are the same under both types.
    /// </summary>
    private static void UseOciType(JsonNode layer)
    {
        if ((string?)layer["mediaType"] == "application/vnd.docker.image.rootfs.diff.tar.gzip")
            layer["mediaType"] = "application/vnd.oci.image.layer.v1.tar+gzip";
    }

    private static void SetTimes(JsonObject config, DateTimeOffset committed)
    {
        var time = committed.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        config["created"] = time;
        var history = Array(config, "history", "the config");
        if (history.LastOrDefault() is not JsonObject own || (string?)own["author"] != ".NET SDK")
        {
            throw new BadInputException(
                "the config's last line of history is not by the .NET SDK: only images by PublishContainer can be made reproducible");
        }

        own["created"] = time;
        if (config["config"]?["Labels"] is JsonObject labels)
        {
            foreach (var label in CreationLabels.Where(labels.ContainsKey))
                labels[label] = time;
        }
    }

    private static void Describe(JsonNode descriptor, OciArchive target, byte[] content)
    {
        descriptor["digest"] = target.Add(content);
        descriptor["size"] = content.Length;
    }

    private static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);

    private static JsonObject Parse(byte[] json, string what)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new BadInputException($"{what} is not a JSON object");
        }
        catch (JsonException problem)
        {
            throw new BadInputException($"{what} is not JSON: {problem.Message}");
        }
    }

    private static JsonArray Array(JsonObject node, string name, string what) =>
        node[name] as JsonArray ?? throw new BadInputException($"{what} has no array '{name}'");

    private static JsonObject Single(JsonObject node, string name, string what) =>
        Array(node, name, what) is [JsonObject only]
            ? only
            : throw new BadInputException($"{what} does not have exactly one of '{name}': build for one platform and with one tag");

    private static string DigestIn(JsonNode? descriptor, string what) =>
        descriptor is JsonObject && descriptor["digest"] is JsonValue value && value.TryGetValue(out string? digest)
            ? digest
            : throw new BadInputException($"{what} has an entry without a digest");
}
