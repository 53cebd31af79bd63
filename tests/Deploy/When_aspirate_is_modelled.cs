using Deploy.Tests.Aspirate;

namespace Deploy.Tests;

public sealed class When_aspirate_is_modelled
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "TestData", "aspirate-output");

    private static readonly Dictionary<string, string> Given = new() { ["redis-password"] = "devpass" };

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Modelled = new(() =>
        AspirateOutput.Of(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "aspire-manifest.sample.json")), "demo", Given));

    public static TheoryData<string> SampleFiles =>
        [.. Directory.EnumerateFiles(Sample, "*.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Sample, path).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void It_writes_what_aspirate_wrote(string path)
    {
        var wrote = Comparable(path, File.ReadAllText(Path.Combine(Sample, path)));
        var writes = Comparable(path, Modelled.Value[path]);
        Assert.Equal(wrote, writes);
    }

    [Fact]
    public void A_kind_of_resource_that_it_does_not_know_is_refused()
    {
        var refused = Assert.Throws<NotSupportedException>(() =>
            AspirateOutput.Of("""{"resources":{"disk":{"type":"azure.bicep.v0"}}}""", "demo", Given));
        Assert.Contains("disk, a azure.bicep.v0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binding_that_aspirate_gives_no_port_is_refused()
    {
        var refused = Assert.Throws<NotSupportedException>(() => AspirateOutput.Of(
            """{"resources":{"worker":{"type":"project.v0","bindings":{"grpc":{"scheme":"http"}}}}}""", "demo", Given));
        Assert.Contains("targetPort", refused.Message, StringComparison.Ordinal);
    }

    // aspirate lists the files of its dapr folder in the order in which the file system happens to have them, and ends
    // some files with a line feed, some with none, some with several.
    internal static string Comparable(string path, string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (path == "kustomization.yaml")
        {
            var places = Enumerable.Range(0, lines.Length).Where(at => lines[at].StartsWith("- dapr/", StringComparison.Ordinal)).ToArray();
            foreach (var (at, line) in places.Zip(places.Select(place => lines[place]).Order(StringComparer.Ordinal).ToArray()))
                lines[at] = line;
        }

        return string.Join('\n', lines);
    }
}
