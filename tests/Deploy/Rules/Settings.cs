using System.Text.Json.Nodes;
using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests.Rules;

/// <summary>The settings of the containers.</summary>
internal static class Settings
{
    // .NET, ASP.NET Core and OpenTelemetry read these.
    private static readonly string[] Platform =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_EnableDiagnostics",
        "OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_ENDPOINT", "REDIS_PASSWORD",
    ];

    // The services bind these; the code names the section and the property in different places.
    private static readonly Dictionary<string, string> Bound = new()
    {
        ["Shutdown__DrainSeconds"] = "ServiceDefaults/Draining/DrainOptions.cs:DrainSeconds",
    };

    public static readonly Rule[] Rules =
    [
        new("Every setting is known to the manifest or to the code", KnownSettings),
        new("Every named ConfigMap and Secret exists, or docs/operations.md creates it", Referenced),
        new("Everything is in the namespace auctions", InPlace),
    ];

    private static IEnumerable<string> KnownSettings(Deployed deployed)
    {
        var manifest = JsonNode.Parse(Repository.Read("aspire-manifest.json"))!["resources"]!.AsObject()
            .SelectMany(resource => resource.Value!["env"]?.AsObject().Select(variable => variable.Key) ?? []).ToHashSet();
        return (
            from pod in deployed.Pods()
            from container in pod.Pod.Containers
            from name in (container.Env ?? []).Select(variable => variable.Name)
                .Concat((container.EnvFrom ?? []).SelectMany(
                    source => deployed.Find<V1ConfigMap>(source.ConfigMapRef.Name)?.Data.Keys ?? Enumerable.Empty<string>()))
            where !manifest.Contains(name) && !Platform.Contains(name) && !IsBound(name)
                && !Code.Value.Contains($"\"{name}\"", StringComparison.Ordinal)
            select $"{pod.Name}: no code reads {name}").Distinct();
    }

    private static IEnumerable<string> Referenced(Deployed deployed)
    {
        var operations = Repository.Read("docs", "operations.md");
        foreach (var secret in Names(deployed).Distinct())
            if (deployed.Find<V1Secret>(secret.Name)?.Metadata.Name is null
                && !operations.Split('\n').Any(
                    line => line.Contains("create secret", StringComparison.Ordinal)
                        && line.Contains($" {secret.Name} ", StringComparison.Ordinal)))
                yield return $"{secret.By} needs the Secret {secret.Name}, which docs/operations.md does not create";
        foreach (var (app, _, _, container) in deployed.Services())
            foreach (var source in container.EnvFrom)
                if (deployed.Find<V1ConfigMap>(source.ConfigMapRef.Name) is null)
                    yield return $"Deployment {app} needs the ConfigMap {source.ConfigMapRef.Name}, which does not exist";
    }

    private static IEnumerable<(string By, string Name)> Names(Deployed deployed) =>
        deployed.All<DaprComponent>().SelectMany(
            component => component.Spec.Metadata, (component, item) => ($"Component {component.Metadata.Name}", item.SecretKeyRef?.Name))
            .Concat(deployed.Pods().SelectMany(
                pod => pod.Pod.Containers.SelectMany(container => container.Env ?? []),
                (pod, variable) => (pod.Name, variable.ValueFrom?.SecretKeyRef?.Name)))
            .Concat(deployed.All<V1Ingress>().SelectMany(
                ingress => ingress.Spec.Tls ?? [], (ingress, tls) => ($"Ingress {ingress.Metadata.Name}", (string?)tls.SecretName)))
            .Where(found => found.Item2 is not null).Select(found => (found.Item1, found.Item2!));

    private static IEnumerable<string> InPlace(Deployed deployed) =>
        from found in deployed.Objects
        let place = found is V1Namespace ? found.Metadata.Name : found.Metadata.NamespaceProperty
        where place != "auctions"
        select $"{found.Kind} {found.Metadata.Name} is in the namespace {place}";

    private static bool IsBound(string name) =>
        name.StartsWith("LiveServers__", StringComparison.Ordinal)
        || (name.StartsWith("TrustedProxies__", StringComparison.Ordinal) && Code.Value.Contains("\"TrustedProxies\"", StringComparison.Ordinal))
        || Gateway.Knows(name)
        || (Bound.TryGetValue(name, out var where) && where.Split(':') is [var file, var property]
            && Repository.Read(file).Contains($" {property} ", StringComparison.Ordinal));

    private static readonly Lazy<string> Code = new(() => string.Join('\n', new[] { "services", "ServiceDefaults" }
        .SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText)));
}
