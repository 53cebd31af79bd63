using System.Text.Json.Nodes;
using Auctions;
using Deploy.Tests.Aspirate;

namespace Deploy.Tests;

public sealed class When_the_manifest_is_deployed
{
    private const string WriteVariable = "WRITE_KUBERNETES_BASE";

    private static readonly string Base = Repository.At("deploy", "kubernetes", "base");

    private static readonly Dictionary<string, string> Given = new() { ["token-signing-key"] = "replaced-by-the-overlay" };

    [Fact]
    public void The_base_is_what_aspirate_makes_of_it()
    {
        var wanted = AspirateOutput.Of(Repository.Read("aspire-manifest.json"), "auctions", Given);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            Write(wanted);

        var differing = wanted.Keys.Union(Present())
            .Where(path => !wanted.TryGetValue(path, out var text) || !File.Exists(Path.Combine(Base, path))
                || When_aspirate_is_modelled.Comparable(path, File.ReadAllText(Path.Combine(Base, path)))
                    != When_aspirate_is_modelled.Comparable(path, text))
            .Order(StringComparer.Ordinal).ToArray();
        Assert.True(
            differing.Length == 0,
            $"deploy/kubernetes/base isn't what aspirate makes of aspire-manifest.json: {string.Join(", ", differing)}. "
            + $"Run aspirate (docs/operations.md has the line), or this test with {WriteVariable}=1, and commit what it writes.");
    }

    [Fact]
    public void Its_app_ids_are_those_that_the_services_know()
    {
        var appIds = JsonNode.Parse(Repository.Read("aspire-manifest.json"))!["resources"]!.AsObject()
            .Select(resource => resource.Value!["dapr"]?["appId"]?.GetValue<string>()).OfType<string>();
        Assert.Equal([AppIds.Api, AppIds.Pusher, AppIds.Worker], appIds.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Present() => Directory.Exists(Base)
        ? Directory.EnumerateFiles(Base, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Base, path).Replace('\\', '/'))
        : [];

    private static void Write(IReadOnlyDictionary<string, string> files)
    {
        foreach (var stale in Present().Except(files.Keys).ToArray())
            File.Delete(Path.Combine(Base, stale));
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(Base, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
