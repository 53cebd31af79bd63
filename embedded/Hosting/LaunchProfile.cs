using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

// A profile of Properties/launchSettings.json: its URLs become endpoints, its variables the environment.
internal sealed record LaunchProfile(string? ApplicationUrl, Dictionary<string, string>? EnvironmentVariables)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static LaunchProfile Read(string projectPath, string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(path))
            throw new DistributedApplicationException($"Launch profile '{name}' was asked for, but there is no {path}.");
        var settings = JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Json);
        return settings?.Profiles?.GetValueOrDefault(name)
            ?? throw new DistributedApplicationException($"{path} has no profile '{name}'.");
    }

    public void ApplyTo(IResourceBuilder<ProjectResource> project)
    {
        foreach (var url in (ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = new Uri(url);
            project.Resource.Annotations.Add(new EndpointAnnotation(parts.Scheme, parts.Scheme, parts.Port, targetPort: null, env: null));
        }

        foreach (var (name, value) in EnvironmentVariables ?? [])
            project.WithEnvironment(name, value);
    }

    private sealed record LaunchSettings(Dictionary<string, LaunchProfile>? Profiles);
}
