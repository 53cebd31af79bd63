using System.Collections.Concurrent;

namespace Deploy.Tests.Rendered;

/// <summary>Renders an overlay with a component, whose line in the kustomization is commented out by default.</summary>
internal static class SwitchedOn
{
    private static readonly ConcurrentDictionary<(string Overlay, string Component), Lazy<string>> Rendered = new();

    public static string Kustomize(string overlay, string component) =>
        Rendered.GetOrAdd((overlay, component), key => new(() => Render(key.Overlay, key.Component))).Value;

    private static string Render(string overlay, string component)
    {
        var line = $"- ../../components/{component}\n";
        var copy = Directory.CreateTempSubdirectory($"{component}-").FullName;
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
            Assert.Contains($"\n#{line}", text, StringComparison.Ordinal);
            File.WriteAllText(kustomization, text.Replace($"\n#{line}", $"\n{line}", StringComparison.Ordinal));
            return Kubectl.Kustomize(folder);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
