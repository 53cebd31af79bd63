using System.Text;
using Auctions.Images;
using Auctions.Images.Archives;
using Auctions.Images.Sbom;

namespace Images.Tests;

public sealed class When_a_bill_of_materials_is_written : IDisposable
{
    private static readonly DateTimeOffset Committed = new(2026, 2, 28, 8, 0, 0, TimeSpan.Zero);
    private readonly string _packages = Directory.CreateTempSubdirectory("packages-").FullName;

    public When_a_bill_of_materials_is_written() => Nuspec("""<license type="expression">BSD-3-Clause</license>""");

    public void Dispose() => Directory.Delete(_packages, recursive: true);

    [Fact]
    public void It_names_the_image_with_tag_and_digest_and_has_the_commits_time()
    {
        var image = Normalised(new SdkImage());
        var about = CycloneDx.Read(Bill(image)).Metadata;

        Assert.Equal(Committed, about.Timestamp);
        Assert.Equal(("container", "auctions/api", "0.1.0-abc"), (about.Component.Type, about.Component.Name, about.Component.Version));
        Assert.Equal($"pkg:oci/api@{image.Digest.Replace(":", "%3A", StringComparison.Ordinal)}?tag=0.1.0-abc", about.Component.Purl);
    }

    [Fact]
    public void A_package_has_its_address_hash_and_licence()
    {
        var package = Component("Polly.Core");

        Assert.Equal(("library", "8.9.1", "pkg:nuget/Polly.Core@8.9.1"), (package.Type, package.Version, package.Purl));
        Assert.Equal("BSD-3-Clause", Assert.Single(package.Licenses!).Expression);
        var sha512 = Convert.ToHexStringLower(Convert.FromBase64String(SdkImage.PackageSha512));
        Assert.Equal(new CycloneDx.Hash("SHA-512", sha512), Assert.Single(package.Hashes!));
    }

    [Theory]
    [InlineData("""<license type="file">LICENSE.md</license>""", "see LICENSE.md in the package", null)]
    [InlineData("<licenseUrl>http://localhost/licence</licenseUrl>", "http://localhost/licence", "http://localhost/licence")]
    public void A_licence_without_an_expression_is_named(string nuspec, string name, string? url)
    {
        Nuspec(nuspec);

        Assert.Equal(new CycloneDx.License { Name = name, Url = url }, Assert.Single(Component("Polly.Core").Licenses!).License);
    }

    [Fact]
    public void A_package_without_a_licence_has_none()
    {
        Nuspec("");

        Assert.Null(Component("Polly.Core").Licenses);
    }

    [Fact]
    public void Our_own_assemblies_have_the_hashes_of_their_files_in_the_image() =>
        Assert.Equal(
            new CycloneDx.Hash("SHA-256", Digest.Of("bus"u8)["sha256:".Length..]),
            Assert.Single(Component("Auctions.Bus").Hashes!));

    [Fact]
    public void The_base_image_and_the_frameworks_are_in_it()
    {
        var image = new SdkImage { Environment = ["DOTNET_VERSION=10.0.15", "ASPNET_VERSION=10.0.16"] };
        var bill = CycloneDx.Read(Bill(Normalised(image)));

        Assert.Equal("sha256:" + new string('a', 64), bill.Components.Single(component => component.Name == "base:1").Version);
        Assert.Equal("10.0.15", bill.Components.Single(component => component.Name == "Microsoft.NETCore.App").Version);
        Assert.Equal("10.0.16", bill.Components.Single(component => component.Name == "Microsoft.AspNetCore.App").Version);
    }

    [Fact]
    public void It_has_the_dependencies()
    {
        var bill = CycloneDx.Read(Bill(Normalised(new SdkImage())));
        IEnumerable<string> NeededBy(string reference) => bill.Dependencies.Single(dependency => dependency.Ref == reference).DependsOn;

        Assert.Equal(["Auctions.Api@0.1.0", "base-image"], NeededBy(bill.Metadata.Component.BomRef!));
        Assert.Equal(
            ["Auctions.Bus@0.1.0", "Microsoft.AspNetCore.App@10.0.0", "Microsoft.NETCore.App@10.0.0", "pkg:nuget/Polly.Core@8.9.1"],
            NeededBy("Auctions.Api@0.1.0"));
        Assert.Equal(["pkg:nuget/Polly.Core@8.9.1"], NeededBy("Auctions.Bus@0.1.0"));
        Assert.Empty(NeededBy("pkg:nuget/Polly.Core@8.9.1"));
    }

    [Fact]
    public void The_same_image_gives_the_same_bytes_and_another_another_serial_number()
    {
        var one = Bill(Normalised(new SdkImage()));
        var again = Bill(Normalised(new SdkImage { Built = Committed.AddYears(1) }));
        var other = Bill(Normalised(new SdkImage { Environment = ["A=b"] }));

        Assert.Equal(one, again);
        Assert.NotEqual(CycloneDx.Read(one).SerialNumber, CycloneDx.Read(other).SerialNumber);
    }

    [Fact]
    public void A_package_that_is_not_in_the_folder_is_named()
    {
        Directory.Delete(Path.Combine(_packages, "polly.core"), recursive: true);

        var problem = Assert.Throws<BadInputException>(() => Bill(Normalised(new SdkImage())));
        Assert.Contains("licence of Polly.Core 8.9.1", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "app/Auctions.Api.deps.json is not a .deps.json")]
    [InlineData("""{"runtimeTarget":{"name":"x"},"targets":{}}""", "app/Auctions.Api.deps.json is not a .deps.json")]
    [InlineData(null, "does not have exactly one *.deps.json")]
    public void A_broken_deps_file_is_named(string? json, string said)
    {
        (string, string)[] deps = json is null ? [] : [("app/Auctions.Api.deps.json", json)];
        var image = Normalised(new SdkImage { Files = [("app/Auctions.Api.runtimeconfig.json", SdkImage.RuntimeConfig), .. deps] });

        Assert.Contains(said, Assert.Throws<BadInputException>(() => Bill(image)).Message, StringComparison.Ordinal);
    }

    private static Image Normalised(SdkImage image) => ImageNormaliser.Normalise(image.Archive(), Committed);

    private CycloneDx.Component Component(string name) =>
        CycloneDx.Read(Bill(Normalised(new SdkImage()))).Components.Single(component => component.Name == name);

    private byte[] Bill(Image image) => BillOfMaterials.Of(image, new Options
    {
        Archive = "",
        Sbom = "",
        Name = "auctions/api",
        Tag = "0.1.0-abc",
        Committed = Committed,
        Packages = _packages,
    });

    private void Nuspec(string licence)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_packages, "polly.core", "8.9.1"));
        File.WriteAllText(
            Path.Combine(folder.FullName, "polly.core.nuspec"),
            $"<package xmlns=\"urn:some\"><metadata><id>Polly.Core</id>{licence}</metadata></package>", Encoding.UTF8);
    }
}
