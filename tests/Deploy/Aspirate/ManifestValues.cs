using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Deploy.Tests.Aspirate;

/// <summary>Resolves the expressions of a manifest as aspirate does.</summary>
internal sealed partial class ManifestValues(JsonObject resources, IReadOnlyDictionary<string, string> parameters)
{
    private static readonly string[] KnownSchemes = ["http", "https", "tcp", "udp"];

    /// <summary>The bindings of a project with their ports; http and https have default ports.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Ports(string resource) =>
        [.. resources[resource]!["bindings"]!.AsObject().Select(binding => KeyValuePair.Create(binding.Key, TargetPort(resource, binding.Key)))];

    /// <summary>Replaces every expression that aspirate can resolve, and leaves the others as they are.</summary>
    public string Resolve(string text)
    {
        while (true)
        {
            var resolved = Expression().Replace(text, match => Evaluate(match.Groups[1].Value.Split('.')) ?? match.Value);
            if (resolved == text)
                return text;
            text = resolved;
        }
    }

    [GeneratedRegex(@"\{([\w\.-]+)\}")]
    private static partial Regex Expression();

    private string? Evaluate(string[] path) => path switch
    {
        [var name, "bindings", var binding, var property] => OfBinding(name, binding, property),
        [var name, "value"] when TypeOf(name) == "parameter.v0" => Parameter(name),
        // aspirate drops resources of unknown types, and every value that refers to one.
        [var name, _] when TypeOf(name) == "annotated.string" => null,
        [var name, var field] => resources[name]?[field]?.GetValue<string>(),
        _ => throw new NotSupportedException($"What aspirate makes of {{{string.Join('.', path)}}} is not modelled."),
    };

    private string Parameter(string name) => parameters.TryGetValue(name, out var given)
        ? given
        : resources[name]!["inputs"]!["value"]!["default"]?["value"]?.GetValue<string>()
            ?? throw new ArgumentException($"Parameter {name} has no default and none was given (-pa {name}=…).");

    private string OfBinding(string name, string binding, string property) => property switch
    {
        "host" => name,
        "port" => (Binding(name, binding)["port"]?.GetValue<int>() ?? TargetPort(name, binding)).ToString(CultureInfo.InvariantCulture),
        "targetPort" => TargetPort(name, binding).ToString(CultureInfo.InvariantCulture),
        "scheme" => Binding(name, binding)["scheme"]!.GetValue<string>() is var scheme && KnownSchemes.Contains(scheme) ? scheme : "http",
        "url" when binding == "http" => $"http://{name}:{TargetPort(name, binding)}",
        "url" when binding == "https" => "",
        _ => throw new NotSupportedException($"What aspirate makes of {{{name}.bindings.{binding}.{property}}} is not modelled."),
    };

    private int TargetPort(string name, string binding) =>
        Binding(name, binding)["targetPort"]?.GetValue<int>() ?? binding switch
        {
            "http" => 8080,
            "https" => 8443,
            _ => throw new NotSupportedException($"aspirate gives {name}'s binding {binding} no port: its targetPort must be in the manifest."),
        };

    private JsonNode Binding(string name, string binding) => resources[name]?["bindings"]?[binding]
        ?? throw new InvalidDataException($"The manifest refers to {name}'s binding {binding}, which does not exist.");

    private string? TypeOf(string name) => resources[name]?["type"]?.GetValue<string>();
}
