using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Images.Archives;

namespace Auctions.Images.Sbom;

/// <summary>
/// The bill of materials of an image in CycloneDX 1.6: base image, frameworks, packages and our own assemblies, with their
/// dependencies. The same image and tag give the same bytes: the serial number comes from the digest, the time from the
/// commit.
/// </summary>
internal static class BillOfMaterials
{
    private const string BaseReference = "base-image";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Makes the bill.</summary>
    /// <param name="image">The image.</param>
    /// <param name="options">The image's name, tag and time, and the folder of the packages.</param>
    /// <returns>UTF-8 JSON that ends with a line feed.</returns>
    /// <exception cref="BadInputException">The image does not hold exactly one application, or a package is not in the folder.</exception>
    public static byte[] Of(Image image, Options options)
    {
        var file = OneFile(image, ".deps.json");
        var libraries = DepsFile.Read(image.App[file], file);
        var frameworks = Framework.Of(image, OneFile(image, ".runtimeconfig.json"));
        var licences = new Licences(options.Packages);
        var imageReference = $"pkg:oci/{options.Name.Split('/')[^1]}@{Uri.EscapeDataString(image.Digest)}?tag={Uri.EscapeDataString(options.Tag)}";

        var components = new List<JsonObject> { BaseImage(image) };
        components.AddRange(frameworks.Select(framework => framework.Component()));
        components.AddRange(libraries.Values.Select(library => Component(library, image, licences)));

        var needs = Needs(libraries, frameworks, file);
        var application = libraries.Values.Where(library => IsApplication(library, file)).Select(library => library.Reference);
        needs[imageReference] = [BaseReference, .. application];
        needs[BaseReference] = frameworks.Select(framework => framework.Reference);
        var bill = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = Serial(image.Digest),
            ["version"] = 1,
            ["metadata"] = Metadata(image, options, imageReference),
            ["components"] = new JsonArray([.. components]),
            ["dependencies"] = new JsonArray([.. needs.Select(need => new JsonObject
            {
                ["ref"] = need.Key,
                ["dependsOn"] = new JsonArray([.. need.Value.Distinct().Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
            })]),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(bill, Json), (byte)'\n'];
    }

    private static SortedDictionary<string, IEnumerable<string>> Needs(
        SortedDictionary<string, Library> libraries, IReadOnlyList<Framework> frameworks, string depsFile)
    {
        var needs = new SortedDictionary<string, IEnumerable<string>>(StringComparer.Ordinal);
        foreach (var framework in frameworks)
            needs[framework.Reference] = [];
        foreach (var library in libraries.Values)
        {
            needs[library.Reference] = library.Needs.Where(libraries.ContainsKey).Select(need => libraries[need].Reference)
                .Concat(IsApplication(library, depsFile) ? frameworks.Select(framework => framework.Reference) : []);
        }
        return needs;
    }

    private static JsonObject Metadata(Image image, Options options, string reference) => new()
    {
        ["timestamp"] = options.Committed.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["tools"] = new JsonObject
        {
            ["components"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "application",
                    ["name"] = "eng/images",
                    ["version"] = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3),
                },
                new JsonObject { ["type"] = "application", ["name"] = ".NET SDK", ["version"] = image.Label("net.dot.sdk.version") ?? "unknown" }),
        },
        ["component"] = new JsonObject
        {
            ["type"] = "container",
            ["bom-ref"] = reference,
            ["name"] = options.Name,
            ["version"] = options.Tag,
            ["purl"] = reference,
        },
    };

    private static JsonObject BaseImage(Image image)
    {
        var name = image.Label("org.opencontainers.image.base.name") ?? "unknown";
        var component = new JsonObject { ["type"] = "container", ["bom-ref"] = BaseReference, ["name"] = name };
        if (image.Label("org.opencontainers.image.base.digest") is { } digest)
        {
            component["version"] = digest;
            if (digest.StartsWith("sha256:", StringComparison.Ordinal))
                component["hashes"] = Hash("SHA-256", digest["sha256:".Length..]);
        }
        return component;
    }

    private static JsonObject Component(Library library, Image image, Licences licences)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = library.Reference,
            ["name"] = library.Name,
            ["version"] = library.Version,
        };
        if (library.IsPackage)
        {
            component["hashes"] = Hash("SHA-512", library.Sha512!);
            if (licences.Of(library) is { } found)
                component["licenses"] = found;
            component["purl"] = library.Reference;
        }
        else if (image.App.Files.FirstOrDefault(file => library.Assemblies.Contains(Path.GetFileName(file))) is { } assembly)
        {
            component["hashes"] = Hash("SHA-256", Convert.ToHexStringLower(SHA256.HashData(image.App[assembly])));
        }
        return component;
    }

    private static JsonArray Hash(string algorithm, string content) => [new JsonObject { ["alg"] = algorithm, ["content"] = content }];

    private static bool IsApplication(Library library, string depsFile) =>
        !library.IsPackage && library.Name == Path.GetFileName(depsFile)[..^".deps.json".Length];

    /// <summary>A UUID of version 8, which may have any bits: here the digest's.</summary>
    private static string Serial(string digest)
    {
        var bytes = Convert.FromHexString(digest["sha256:".Length..])[..16];
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }

    private static string OneFile(Image image, string ending) =>
        image.App.Files.Where(file => file.EndsWith(ending, StringComparison.Ordinal)).ToArray() is [var only]
            ? only
            : throw new BadInputException($"the application's layer does not have exactly one *{ending}");
}
