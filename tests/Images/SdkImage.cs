using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Auctions.Images.Archives;

namespace Images.Tests;

/// <summary>An OCI archive as the SDK's PublishContainer writes it, with the time of the build in many places.</summary>
internal sealed record SdkImage
{
    public const string PackageSha512 = "baSbv6lplk3RxzbxKOYcpdxTiKsd8MTis+A+sH/42atj0u0v1arIbDTS0oWZfshbD05M2SlToEnxIPGgmtbw2g==";

    public const string Deps = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "targets": {
            ".NETCoreApp,Version=v10.0": {
              "Auctions.Api/0.1.0": {
                "dependencies": { "Polly.Core": "8.9.1", "Auctions.Bus": "0.1.0", "Auctions.Bus.Reference": "0.1.0.0" },
                "runtime": { "Auctions.Api.dll": {} }
              },
              "Polly.Core/8.9.1": { "runtime": { "lib/net8.0/Polly.Core.dll": {} } },
              "Auctions.Bus/0.1.0": { "dependencies": { "Polly.Core": "8.9.1" }, "runtime": { "Auctions.Bus.dll": {} } },
              "Auctions.Bus.Reference/0.1.0.0": { "runtime": { "Auctions.Bus.dll": {} } }
            }
          },
          "libraries": {
            "Auctions.Api/0.1.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Polly.Core/8.9.1": { "type": "package", "serviceable": true, "path": "polly.core/8.9.1",
              "sha512": "sha512-baSbv6lplk3RxzbxKOYcpdxTiKsd8MTis+A+sH/42atj0u0v1arIbDTS0oWZfshbD05M2SlToEnxIPGgmtbw2g==" },
            "Auctions.Bus/0.1.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Auctions.Bus.Reference/0.1.0.0": { "type": "reference", "serviceable": false, "sha512": "" }
          }
        }
        """;

    public const string RuntimeConfig = """
        {
          "runtimeOptions": {
            "frameworks": [
              { "name": "Microsoft.NETCore.App", "version": "10.0.0" },
              { "name": "Microsoft.AspNetCore.App", "version": "10.0.0" }
            ]
          }
        }
        """;

    public DateTimeOffset Built { get; init; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public string HistoryBy { get; init; } = ".NET SDK";

    public string[] Environment { get; init; } = ["PATH=/usr/bin"];

    /// <summary>The files in the order of the layer.</summary>
    public IReadOnlyList<(string Name, string Content)> Files { get; init; } =
    [
        ("app/Auctions.Bus.dll", "bus"),
        ("app/Auctions.Api.dll", "api"),
        ("app/Polly.Core.dll", "polly"),
        ("app/Auctions.Api.deps.json", Deps),
        ("app/Auctions.Api.runtimeconfig.json", RuntimeConfig),
    ];

    /// <summary>The layer of the base image, compressed differently from the application's layer.</summary>
    public static byte[] BaseLayer { get; } = Compressed(
        CompressionLevel.NoCompression, Layer([("etc/os-release", "ID=none")], new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    public OciArchive Archive()
    {
        var archive = new OciArchive();
        var tar = Layer(Files, Built);
        var layers = new JsonArray(
            Descriptor(archive, "application/vnd.oci.image.layer.v1.tar+gzip", BaseLayer),
            Descriptor(archive, "application/vnd.oci.image.layer.v1.tar+gzip", Compressed(CompressionLevel.Fastest, tar)));
        var config = new JsonObject
        {
            ["config"] = new JsonObject
            {
                ["Labels"] = new JsonObject
                {
                    ["org.opencontainers.image.created"] = Built.ToString("O"),
                    ["org.opencontainers.image.base.name"] = "base:1",
                    ["org.opencontainers.image.base.digest"] = "sha256:" + new string('a', 64),
                    ["net.dot.sdk.version"] = "10.0.401",
                },
                ["Env"] = new JsonArray([.. Environment.Select(variable => JsonValue.Create(variable))]),
                ["User"] = "1654",
            },
            ["created"] = Built.ToString("O"),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray("sha256:" + new string('b', 64), Digest.Of(tar)) },
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["history"] = new JsonArray(
                new JsonObject { ["created"] = "2020-01-01T00:00:00Z", ["created_by"] = "base" },
                new JsonObject { ["author"] = HistoryBy, ["created"] = Built.ToString("O"), ["created_by"] = "tooling" }),
        };
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = Descriptor(archive, "application/vnd.oci.image.config.v1+json", Utf8(config)),
            ["layers"] = layers,
        };
        var described = Descriptor(archive, "application/vnd.oci.image.manifest.v1+json", Utf8(manifest));
        described["platform"] = new JsonObject();
        archive.Index = Utf8(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(described) });
        return archive;
    }

    public static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static JsonObject Descriptor(OciArchive archive, string mediaType, byte[] content) =>
        new() { ["mediaType"] = mediaType, ["size"] = content.Length, ["digest"] = archive.Add(content) };

    // Pax headers contain the process id, and every entry has the time of its writing.
    private static byte[] Layer(IReadOnlyList<(string Name, string Content)> files, DateTimeOffset time)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, Path.GetDirectoryName(files[0].Name)!) { ModificationTime = time });
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    ModificationTime = time,
                    Uid = Random.Shared.Next(1000),
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                });
            }
        }
        return bytes.ToArray();
    }

    private static byte[] Compressed(CompressionLevel level, byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, level))
            gzip.Write(content);
        return bytes.ToArray();
    }
}
