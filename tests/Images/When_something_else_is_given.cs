using System.Text;
using System.Text.Json.Nodes;
using Auctions.Images;
using Auctions.Images.Archives;

namespace Images.Tests;

public sealed class When_something_else_is_given : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--epoch is 'now'", "--archive", "a", "--sbom", "b", "--name", "n", "--tag", "t", "--packages", "p", "--epoch", "now")]
    [InlineData("--packages is missing", "--archive", "a", "--sbom", "b", "--name", "n", "--tag", "t", "--epoch", "1")]
    [InlineData("--tag has no value", "--archive", "a", "--tag")]
    [InlineData("--tag is given twice", "--tag", "a", "--tag", "b")]
    [InlineData("--push is no flag", "--push", "x")]
    public void The_flag_is_named(string said, params string[] arguments) => Says(said, () => Options.Parse(arguments));

    [Fact]
    public void The_missing_file_is_named() =>
        Says("nowhere.tar: there is no such file", () => OciArchive.Read(Path.Combine(_folder, "nowhere.tar")));

    [Fact]
    public void A_file_that_is_no_archive_is_named()
    {
        var path = Path.Combine(_folder, "text.tar");
        File.WriteAllText(path, new string('x', 2048));

        Says("text.tar is no", () => OciArchive.Read(path));
    }

    [Fact]
    public void A_blob_that_is_not_what_its_name_says_is_named()
    {
        var path = Path.Combine(_folder, "image.tar");
        new SdkImage().Archive().Write(path, DateTimeOffset.UnixEpoch);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("\"tooling\""u8) + 1] = (byte)'T';
        File.WriteAllBytes(path, bytes);

        Says("is not what its name says", () => OciArchive.Read(path));
    }

    [Fact]
    public void An_image_by_something_other_than_the_sdk_is_not_touched() =>
        Says("not by the .NET SDK", () => Normalise(new SdkImage { HistoryBy = "buildkit" }.Archive()));

    [Fact]
    public void An_archive_for_several_platforms_is_said_to_be_one()
    {
        var archive = new SdkImage().Archive();
        var index = JsonNode.Parse(archive.Index)!;
        index["manifests"]!.AsArray().Add(index["manifests"]![0]!.DeepClone());
        archive.Index = SdkImage.Utf8(index);

        Says("not exactly one of 'manifests'", () => Normalise(archive));
    }

    [Theory]
    [InlineData("{", "index.json is no JSON")]
    [InlineData("[]", "index.json is no JSON object")]
    [InlineData("""{"manifests":[{}]}""", "index.json has an entry without a digest")]
    [InlineData("""{"manifests":[{"digest":"sha256:00"}]}""", "no blob sha256:00")]
    public void A_broken_index_is_named(string json, string said)
    {
        var archive = new SdkImage().Archive();
        archive.Index = Encoding.UTF8.GetBytes(json);

        Says(said, () => Normalise(archive));
    }

    private static void Normalise(OciArchive archive) => ImageNormaliser.Normalise(archive, DateTimeOffset.UnixEpoch);

    private static void Says(string expected, Action action) => Assert.Contains(expected, Assert.Throws<BadInputException>(action).Message, StringComparison.Ordinal);
}
