using System.Text;
using System.Text.Json.Nodes;
using Auctions.Images;
using Auctions.Images.Archives;

namespace Images.Tests;

public sealed class When_the_input_is_wrong : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--epoch is 'now'", "--archive", "a", "--sbom", "b", "--name", "n", "--tag", "t", "--packages", "p", "--epoch", "now")]
    [InlineData("--packages is missing", "--archive", "a", "--sbom", "b", "--name", "n", "--tag", "t", "--epoch", "1")]
    [InlineData("--tag has no value", "--archive", "a", "--tag")]
    [InlineData("--tag is given twice", "--tag", "a", "--tag", "b")]
    [InlineData("--push is not a flag", "--push", "x")]
    public void The_flag_is_named(string said, params string[] arguments) => Says(said, () => Options.Parse(arguments));

    [Fact]
    public void The_missing_file_is_named() =>
        Says("nowhere.tar: there is no such file", () => OciArchive.Read(Path.Combine(_folder, "nowhere.tar")));

    [Fact]
    public void A_file_that_is_not_an_archive_is_named()
    {
        var path = Path.Combine(_folder, "text.tar");
        File.WriteAllText(path, new string('x', 2048));

        Says("text.tar is not", () => OciArchive.Read(path));
    }

    [Fact]
    public void A_blob_that_does_not_match_its_name_is_named()
    {
        var path = Path.Combine(_folder, "image.tar");
        new SdkImage().Archive().Write(path, DateTimeOffset.UnixEpoch);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("\"tooling\""u8) + 1] = (byte)'T';
        File.WriteAllBytes(path, bytes);

        Says("does not match its name", () => OciArchive.Read(path));
    }

    [Fact]
    public void An_image_by_another_tool_than_the_SDK_is_refused() =>
        Says("not by the .NET SDK", () => Normalise(new SdkImage { HistoryBy = "buildkit" }.Archive()));

    [Fact]
    public void An_archive_for_several_platforms_is_refused()
    {
        var archive = new SdkImage().Archive();
        var index = JsonNode.Parse(archive.Index)!;
        index["manifests"]!.AsArray().Add(index["manifests"]![0]!.DeepClone());
        archive.Index = SdkImage.Utf8(index);

        Says("does not have exactly one of 'manifests'", () => Normalise(archive));
    }

    [Theory]
    [InlineData("{", "index.json is not JSON")]
    [InlineData("[]", "index.json is not a JSON object")]
    [InlineData("""{"manifests":[{}]}""", "index.json has an entry without a digest")]
    [InlineData("""{"manifests":[{"digest":"sha256:00"}]}""", "no blob sha256:00")]
    public void A_broken_index_is_named(string json, string said)
    {
        var archive = new SdkImage().Archive();
        archive.Index = Encoding.UTF8.GetBytes(json);

        Says(said, () => Normalise(archive));
    }

    private static void Normalise(OciArchive archive) => ImageNormaliser.Normalise(archive, DateTimeOffset.UnixEpoch);

    private static void Says(string expected, Action action) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(action).Message, StringComparison.Ordinal);
}
