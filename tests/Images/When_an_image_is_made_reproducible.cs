using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Auctions.Images.Archives;

namespace Images.Tests;

public sealed class When_an_image_is_made_reproducible : IDisposable
{
    private static readonly DateTimeOffset Committed = new(2026, 2, 28, 8, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Builds_at_different_times_become_the_same_bytes()
    {
        var files = new SdkImage().Files;
        var one = Normalised(new SdkImage());
        var other = Normalised(new SdkImage { Built = new(2026, 11, 24, 1, 2, 3, TimeSpan.Zero), Files = [.. files.Reverse()] });

        Assert.Equal(one.Digest, other.Digest);
        Assert.Equal(Written(one, "one.tar"), Written(other, "other.tar"));
    }

    [Fact]
    public void Another_file_makes_another_digest()
    {
        var files = new SdkImage().Files;
        var other = new SdkImage { Files = [.. files.Skip(1), ("app/Auctions.Bus.dll", "another")] };

        Assert.NotEqual(Normalised(new SdkImage()).Digest, Normalised(other).Digest);
    }

    [Fact]
    public void Doing_it_again_changes_nothing()
    {
        var once = Normalised(new SdkImage());
        var bytes = Written(once, "once.tar");

        var twice = ImageNormaliser.Normalise(OciArchive.Read(Path.Combine(_folder, "once.tar")), Committed);

        Assert.Equal(bytes, Written(twice, "twice.tar"));
    }

    [Fact]
    public void The_base_images_layer_stays_byte_for_byte_and_so_does_its_history()
    {
        var image = Normalised(new SdkImage());

        Assert.Equal(SdkImage.BaseLayer, image.Archive.Blob(Digest.Of(SdkImage.BaseLayer)));
        Assert.Equal("sha256:" + new string('b', 64), (string?)image.Config["rootfs"]!["diff_ids"]![0]);
        Assert.Equal("2020-01-01T00:00:00Z", (string?)image.Config["history"]![0]!["created"]);
    }

    [Fact]
    public void The_commits_time_is_the_only_one()
    {
        var image = Normalised(new SdkImage());

        Assert.Equal("2026-02-28T08:00:00Z", (string?)image.Config["created"]);
        Assert.Equal("2026-02-28T08:00:00Z", (string?)image.Config["history"]![1]!["created"]);
        Assert.Equal("2026-02-28T08:00:00Z", image.Label("org.opencontainers.image.created"));
        Assert.All(AppEntries(image), entry => Assert.Equal(Committed, entry.ModificationTime));
    }

    [Fact]
    public void The_applications_files_belong_to_root_are_sorted_and_nobody_else_may_write_to_them()
    {
        var entries = AppEntries(Normalised(new SdkImage()));

        Assert.Equal("app/", entries[0].Name);
        Assert.Equal(entries.Select(entry => entry.Name).Order(StringComparer.Ordinal), entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.Equal((0, 0), (entry.Uid, entry.Gid)));
        Assert.All(entries, entry => Assert.Equal(UnixFileMode.None, entry.Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)));
        Assert.All(entries, entry => Assert.Equal(UnixFileMode.OtherRead, entry.Mode & UnixFileMode.OtherRead));
    }

    /// <summary>Follows every digest from the written file, without using the program's own code.</summary>
    [Fact]
    public void Every_digest_and_size_is_right()
    {
        var image = Normalised(new SdkImage());
        Written(image, "image.tar");
        var files = new Dictionary<string, byte[]>();
        using (var file = File.OpenRead(Path.Combine(_folder, "image.tar")))
        using (var tar = new TarReader(file))
        {
            while (tar.GetNextEntry(copyData: true) is { } entry)
                files[entry.Name] = Bytes(entry.DataStream!);
        }

        var described = JsonDocument.Parse(files["index.json"]).RootElement.GetProperty("manifests")[0];
        Assert.Equal(image.Digest, described.GetProperty("digest").GetString());
        Assert.Equal("amd64", described.GetProperty("platform").GetProperty("architecture").GetString());
        var manifest = JsonDocument.Parse(Described(described)).RootElement;
        var config = JsonDocument.Parse(Described(manifest.GetProperty("config"))).RootElement;
        var app = Described(manifest.GetProperty("layers")[1]);
        var unpacked = Bytes(new GZipStream(new MemoryStream(app), CompressionMode.Decompress));
        Assert.Equal(Sha256(unpacked), config.GetProperty("rootfs").GetProperty("diff_ids")[1].GetString());
        Assert.Equal(6, files.Count);

        byte[] Described(JsonElement descriptor)
        {
            var digest = descriptor.GetProperty("digest").GetString()!;
            var content = files["blobs/sha256/" + digest[7..]];
            Assert.Equal(digest, Sha256(content));
            Assert.Equal(descriptor.GetProperty("size").GetInt64(), content.Length);
            return content;
        }
    }

    private static Image Normalised(SdkImage image) => ImageNormaliser.Normalise(image.Archive(), Committed);

    private byte[] Written(Image image, string name)
    {
        var path = Path.Combine(_folder, name);
        image.Archive.Write(path, Committed);
        return File.ReadAllBytes(path);
    }

    private static List<TarEntry> AppEntries(Image image)
    {
        var manifest = JsonDocument.Parse(image.Archive.Blob(image.Digest)).RootElement;
        var layer = image.Archive.Blob(manifest.GetProperty("layers")[1].GetProperty("digest").GetString()!);
        using var tar = new TarReader(new GZipStream(new MemoryStream(layer), CompressionMode.Decompress));
        var entries = new List<TarEntry>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
            entries.Add(entry);
        return entries;
    }

    private static byte[] Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Sha256(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
