using System.Collections.Concurrent;

namespace Deploy.Tests.Rendered;

/// <summary>Renders an overlay with the gateway, whose line in the kustomization is commented out by default.</summary>
internal static class GatewaySwitchedOn
{
    private const string Line = "- ../../components/gateway\n";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Rendered = new();

    public static string Kustomize(string overlay) => Rendered.GetOrAdd(overlay, key => new(() => Render(key))).Value;

    private static string Render(string overlay)
    {
        var copy = Directory.CreateTempSubdirectory("gateway-").FullName;
        try
        {
            foreach (var file in new[] { "components", "deploy/kubernetes" }
                .SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories)))
            {
                var to = Path.Combine(copy, Path.GetRelativePath(Repository.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }

            var folder = Path.Combine(copy, "deploy", "kubernetes", "overlays", overlay);
            var kustomization = Path.Combine(folder, "kustomization.yaml");
            var text = File.ReadAllText(kustomization).ReplaceLineEndings("\n");
            Assert.Contains($"\n#{Line}", text, StringComparison.Ordinal);
            File.WriteAllText(kustomization, text.Replace($"\n#{Line}", $"\n{Line}", StringComparison.Ordinal));
            return Kubectl.Kustomize(folder);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
