using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Deploy.Tests.Rendered;

namespace Deploy.Tests.Observability;

/// <summary>
/// Checks a configuration of the OpenTelemetry Collector as the collector does at its start: settings that a component doesn't have,
/// values of the wrong form, pipelines with components that aren't there. The collector itself is in no package here. The settings are
/// those of the components' documentation, as far as the configuration uses them; another one must be added here.
/// </summary>
internal static partial class CollectorConfiguration
{
    private static readonly Dictionary<string, string[]> Settings = new()
    {
        ["extensions/health_check"] = ["endpoint: address"],
        ["receivers/otlp"] = ["protocols.grpc.endpoint: address", "protocols.http.endpoint: address"],
        ["processors/memory_limiter"] = ["check_interval: duration", "limit_percentage: number", "spike_limit_percentage: number"],
        ["processors/transform"] = ["error_mode: word", "metric_statements[].context: word", "metric_statements[].statements[]: statement"],
        ["processors/batch"] = ["send_batch_size: number", "timeout: duration"],
        ["exporters/prometheus"] = ["endpoint: address", "metric_expiration: duration", "enable_open_metrics: boolean"],
        ["exporters/otlp"] = ["endpoint: address", "tls.insecure: boolean"],
        ["exporters/otlphttp"] = ["endpoint: url"],
    };

    private static readonly Dictionary<string, Regex> Forms = new()
    {
        ["address"] = Address(),
        ["duration"] = Duration(),
        ["number"] = Number(),
        ["boolean"] = Boolean(),
        ["word"] = Word(),
        ["statement"] = Statement(),
        ["url"] = Url(),
    };

    private static readonly string[] Kinds = ["receivers", "processors", "exporters"];

    /// <summary>What is wrong, in words.</summary>
    public static IReadOnlyList<string> ProblemsOf(string yaml)
    {
        var root = YamlAsJson.Documents(yaml).Single();
        return
        [
            .. root.Select(section => section.Key).Except([.. Kinds, "extensions", "service"]).Select(key => $"{key} is no section"),
            .. Kinds.Prepend("extensions").SelectMany(kind => Components(root, kind).SelectMany(ProblemsOfComponent)),
            .. ProblemsOfService(root),
        ];
    }

    private static IEnumerable<(string Kind, string Id, JsonNode? Content)> Components(JsonObject root, string kind) =>
        root[kind]?.AsObject().Select(component => (kind, component.Key, component.Value)) ?? [];

    private static IEnumerable<string> ProblemsOfComponent((string Kind, string Id, JsonNode? Content) component)
    {
        var type = $"{component.Kind}/{component.Id.Split('/')[0]}";
        if (!Settings.TryGetValue(type, out var settings))
            return [$"{type} is not known"];
        return Leaves(component.Content, "")
            .Select(leaf => ProblemOfSetting(settings, leaf.Path, leaf.Value) is { } problem ? $"{component.Kind}/{component.Id}{problem}" : null)
            .OfType<string>();
    }

    private static string? ProblemOfSetting(string[] settings, string path, string value)
    {
        if (Array.Find(settings, setting => setting.StartsWith($"{path}: ", StringComparison.Ordinal)) is not { } known)
            return $" has no setting {path}";
        return Forms[known.Split(": ")[1]].IsMatch(value) ? null : $": {path} is '{value}'";
    }

    private static IEnumerable<string> ProblemsOfService(JsonObject root)
    {
        var service = root["service"]!.AsObject();
        var used = new HashSet<string>();
        foreach (var id in Ids(service["extensions"]))
            if (!Exists(root, "extensions", id, used))
                yield return $"service: there is no extension {id}";
        foreach (var (name, pipeline) in service["pipelines"]!.AsObject())
        {
            if (name.Split('/')[0] is not ("metrics" or "traces" or "logs"))
                yield return $"{name} is no pipeline";
            foreach (var kind in Kinds)
                foreach (var id in Ids(pipeline![kind]))
                    if (!Exists(root, kind, id, used))
                        yield return $"{name}: there is no {id} among the {kind}";
            if (!Ids(pipeline!["receivers"]).Any() || !Ids(pipeline["exporters"]).Any())
                yield return $"{name} has no receiver or no exporter";
            if (Ids(pipeline["processors"]).ToArray() is not ["memory_limiter", .., "batch"])
                yield return $"{name} doesn't begin with memory_limiter and end with batch";
        }

        foreach (var kind in Kinds.Prepend("extensions"))
            foreach (var (_, id, _) in Components(root, kind))
                if (!used.Contains($"{kind}/{id}"))
                    yield return $"{kind}/{id} is not used";
    }

    private static bool Exists(JsonObject root, string kind, string id, HashSet<string> used)
    {
        used.Add($"{kind}/{id}");
        return root[kind]?.AsObject().ContainsKey(id) == true;
    }

    private static IEnumerable<string> Ids(JsonNode? list) => list?.AsArray().Select(id => (string)id!) ?? [];

    private static IEnumerable<(string Path, string Value)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(child => Leaves(child.Value, path.Length == 0 ? child.Key : $"{path}.{child.Key}")),
        JsonArray list => list.SelectMany(child => Leaves(child, $"{path}[]")),
        null => [],
        _ => [(path, node.ToString())],
    };

    [GeneratedRegex(@"^[\w.-]+:\d{1,5}$")]
    private static partial Regex Address();

    [GeneratedRegex(@"^\d+(ms|s|m|h)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Number();

    [GeneratedRegex("^(true|false)$")]
    private static partial Regex Boolean();

    [GeneratedRegex("^[a-z_]+$")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\w+\(.+\)$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"^https?://[\w.-]+:\d{1,5}(/\w+)*$")]
    private static partial Regex Url();
}
