using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Embedded.Sidecar.Resources;

/// <summary>Reads the .yaml and .yml files of the resource folders, not of their subfolders, and the configuration files.</summary>
internal static class ResourceLoader
{
    private const string KnownKinds = "Component, Configuration, Resiliency, Subscription";

    /// <summary>Reads the resources of an app.</summary>
    /// <param name="folders">The folders; a folder that is named twice is read once.</param>
    /// <param name="configurations">Files with a Configuration; the last one replaces a Configuration of the folders.</param>
    /// <param name="appId">The app.</param>
    /// <exception cref="ResourceException">A folder or file is missing, or a document is wrong.</exception>
    public static ResourceSet Load(IEnumerable<string> folders, IEnumerable<string> configurations, string appId)
    {
        var set = new ResourceSet();
        foreach (var folder in folders.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal))
        {
            if (!Directory.Exists(folder))
                throw new ResourceException($"--resources-path: there is no folder {folder}");
            foreach (var file in Directory.EnumerateFiles(folder).Where(IsYaml).Order(StringComparer.Ordinal))
            {
                foreach (var document in Documents(file))
                    Add(set, document, appId);
            }
        }

        foreach (var file in configurations.Where(f => f.Length > 0))
        {
            if (!File.Exists(file))
                throw new ResourceException($"--config: there is no file {Path.GetFullPath(file)}");
            foreach (var document in Documents(file))
            {
                if (document["kind"].Text() is not "Configuration")
                    throw document["kind"].Error("must be Configuration in a file given by --config");
                set.Configuration = ConfigurationReader.Read(document, set.Ignored.Add);
            }
        }

        return set;
    }

    private static void Add(ResourceSet set, YamlField document, string appId)
    {
        switch (document["kind"].Text())
        {
            case "Component":
                if (ComponentReader.Read(document, appId, set.Ignored.Add) is { } component && !set.Components.TryAdd(component.Name, component))
                    throw document["metadata"]["name"].Error($"'{component.Name}' is the name of another component too");
                break;
            case "Resiliency":
                if (ComponentReader.IsInScope(document, appId))
                    ResiliencyReader.Read(document, set.Resiliency, set.Ignored.Add);
                break;
            case "Configuration":
                set.Configuration = ConfigurationReader.Read(document, set.Ignored.Add);
                break;
            case "Subscription":
                if (SubscriptionReader.Read(document, appId) is { } subscription)
                    set.Subscriptions.Add(subscription);
                break;
            case var kind:
                throw document["kind"].Error($"'{kind}' is not a kind that the embedded sidecar reads; known: {KnownKinds}");
        }
    }

    private static List<YamlField> Documents(string file)
    {
        try
        {
            using var reader = File.OpenText(file);
            var stream = new YamlStream();
            stream.Load(reader);
            return [.. stream.Documents.Select(d => new YamlField(file, "", d.RootNode)).Where(d => d.Exists)];
        }
        catch (YamlException broken)
        {
            throw new ResourceException($"{file}: no YAML at line {broken.Start.Line}: {broken.Message}");
        }
    }

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";
}
