using System.Text.Json.Nodes;

namespace Deploy.Tests.Aspirate;

/// <summary>
/// A model of `aspirate generate` (9.1, kustomize output, no secrets, no dashboard), as far as this system's manifest needs
/// it. The tests use the model because aspirate is not available where they run. When_aspirate_is_modelled compares it
/// with the output of aspirate itself. The model throws rather than guess.
/// </summary>
internal sealed class AspirateOutput
{
    private readonly JsonObject _resources;
    private readonly ManifestValues _values;
    private readonly string _namespace;
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    private AspirateOutput(JsonObject resources, string @namespace, IReadOnlyDictionary<string, string> parameters)
    {
        _resources = resources;
        _values = new ManifestValues(resources, parameters);
        _namespace = @namespace;
    }

    /// <summary>The files of aspirate, by path below the output folder.</summary>
    /// <exception cref="NotSupportedException">The manifest has something that is not modelled.</exception>
    public static IReadOnlyDictionary<string, string> Of(string manifest, string @namespace, IReadOnlyDictionary<string, string> parameters)
    {
        var resources = JsonNode.Parse(manifest)?["resources"]?.AsObject()
            ?? throw new InvalidDataException("The manifest has no resources.");
        var output = new AspirateOutput(resources, @namespace, parameters);
        output.Write();
        return output._files;
    }

    private void Write()
    {
        List<string> folders = [], components = [];
        foreach (var (name, resource) in _resources)
        {
            switch (resource!["type"]!.GetValue<string>())
            {
                case "project.v0":
                    WriteProject(name, resource);
                    folders.Add(name);
                    break;
                case "container.v0":
                    // This system has no containers of its own, so only the entry in the root matters.
                    folders.Add(name);
                    break;
                case "dapr.component.v0":
                    _files[$"dapr/{name}.yaml"] = Templates.Component(name, resource["daprComponent"]!["type"]!.GetValue<string>());
                    components.Add($"dapr/{name}.yaml");
                    break;
                case "dapr.v0" or "parameter.v0" or "value.v0" or "annotated.string":
                    break;
                case var unknown:
                    throw new NotSupportedException($"What aspirate makes of {name}, a {unknown}, is not modelled.");
            }
        }

        _files["namespace.yaml"] = Templates.Namespace(_namespace);
        _files["kustomization.yaml"] = Templates.Root(_namespace, [.. folders, "namespace.yaml", .. components]);
    }

    private void WriteProject(string name, JsonNode project)
    {
        var ports = _values.Ports(name);
        var appId = AppIdOf(name);
        _files[$"{name}/deployment.yaml"] = Templates.Deployment(name, appId, ports);
        _files[$"{name}/service.yaml"] = Templates.Service(name, ports);
        _files[$"{name}/kustomization.yaml"] = Templates.Project(name, Environment(project));
    }

    // All values that are not empty, in the order of the manifest.
    private IEnumerable<KeyValuePair<string, string>> Environment(JsonNode project) =>
        from variable in project["env"]?.AsObject() ?? []
        let value = _values.Resolve(variable.Value!.GetValue<string>())
        where value.Length > 0
        select KeyValuePair.Create(variable.Key, value);

    private string? AppIdOf(string project) => (
        from resource in _resources
        let dapr = resource.Value!["type"]!.GetValue<string>() == "dapr.v0" ? resource.Value["dapr"] : null
        where dapr?["application"]?.GetValue<string>() == project
        select dapr["appId"]!.GetValue<string>()).FirstOrDefault();
}
