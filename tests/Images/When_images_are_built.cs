using System.Text.Json;

namespace Images.Tests;

public sealed class When_images_are_built(BuiltTwice built) : IClassFixture<BuiltTwice>
{
    private string Tag => $"{Repository.Version}-{built.One.Commit[..12]}";

    private string Digest => File.ReadAllText(Path.Combine(built.One.Images, "digests.txt")).Trim().Split(' ')[^1];

    [Fact]
    public void The_same_commit_gives_the_same_digest_in_another_folder() =>
        Assert.Equal(Text(built.One, "digests.txt"), Text(built.Other, "digests.txt"));

    [Theory]
    [InlineData("api.oci.tar")]
    [InlineData("api.cdx.json")]
    public void Archive_and_bill_are_the_same_byte_for_byte(string file) =>
        Assert.True(Bytes(built.One, file).SequenceEqual(Bytes(built.Other, file)));

    [Fact]
    public void Image_tag_and_digest_are_printed()
    {
        var rows = built.Printed.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();

        Assert.Equal(["IMAGE", "TAG", "DIGEST"], rows[0]);
        Assert.Equal([$"{built.Registry.Address}/auctions/api", Tag, Digest], rows[1]);
    }

    [Fact]
    public void The_pushed_image_has_the_printed_digest()
    {
        Assert.Equal(Digest, built.Registry.Tagged("auctions/api", Tag));
        Assert.Null(built.Registry.Tagged("auctions/api", "latest"));
    }

    [Fact]
    public void The_base_images_layer_is_unchanged_and_every_layer_has_ocis_media_type()
    {
        var layers = Manifest().GetProperty("layers");

        Assert.Equal(built.Registry.BaseLayer, layers[0].GetProperty("digest").GetString());
        Assert.All(
            layers.EnumerateArray(),
            layer => Assert.Equal("application/vnd.oci.image.layer.v1.tar+gzip", layer.GetProperty("mediaType").GetString()));
    }

    [Fact]
    public void It_runs_as_another_user_than_root_on_an_unprivileged_port()
    {
        var digest = Manifest().GetProperty("config").GetProperty("digest").GetString()!;
        var config = JsonDocument.Parse(built.Registry.Blob(digest)).RootElement.GetProperty("config");

        Assert.Equal("1654", config.GetProperty("User").GetString());
        Assert.Equal(
            ["dotnet", "/app/Auctions.Api.dll"],
            config.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()!));
        Assert.Equal(["8080/tcp"], config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name));
        var environment = config.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()).ToArray();
        Assert.Contains("ASPNETCORE_HTTP_PORTS=8080", environment);
        Assert.Contains("DOTNET_RUNNING_IN_CONTAINER=true", environment);
        Assert.Equal(built.One.Commit, config.GetProperty("Labels").GetProperty("org.opencontainers.image.revision").GetString());
    }

    [Fact]
    public void The_bill_lists_every_package_with_hash_and_licence()
    {
        var bill = CycloneDx.Read(Bytes(built.One, "api.cdx.json"));
        var packages = bill.Components.Where(component => component.Purl is not null).ToArray();

        Assert.Contains(packages, package => package.Name == "Dapr.Client");
        Assert.All(packages, package => Assert.Equal("SHA-512", Assert.Single(package.Hashes!).Alg));
        Assert.All(packages, package => Assert.NotEmpty(package.Licenses!));
        Assert.Equal("10.0.16", bill.Components.Single(component => component.Name == "Microsoft.AspNetCore.App").Version);
        Assert.All(
            bill.Components.Where(component => component.Name.StartsWith("Auctions", StringComparison.Ordinal)),
            own => Assert.Equal("SHA-256", Assert.Single(own.Hashes!).Alg));
        Assert.Equal(Digest, Uri.UnescapeDataString(bill.Metadata.Component.Purl!.Split('@', '?')[1]));
    }

    private JsonElement Manifest() => JsonDocument.Parse(built.Registry.Manifest("auctions/api", Tag)).RootElement;

    private static string Text(Clone clone, string file) => File.ReadAllText(Path.Combine(clone.Images, file));

    private static byte[] Bytes(Clone clone, string file) => File.ReadAllBytes(Path.Combine(clone.Images, file));
}
