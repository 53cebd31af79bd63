using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Deploy.Tests.Rendered;
using k8s;
using k8s.Models;

namespace Deploy.Tests.Rules;

/// <summary>The rules for the gateway, which in some overlays stands between the Ingress and the services.</summary>
internal static class Gateway
{
    private static readonly Lazy<JsonNode> Shipped = new(() => JsonNode.Parse(
        Repository.Read("services", "Gateway", "appsettings.json"),
        documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!);

    public static readonly Rule[] Rules =
    [
        new("The gateway is complete or absent", Whole),
        new("The gateway has no sidecar and no settings for one", Bare),
        new("The gateway sends to the Services of its clusters, which choose a ready pod", Sends),
        new("The gateway takes the client's address from the ingress controller only", Trusts),
    ];

    /// <summary>Whether the gateway reads a setting: one of its appsettings.json, or the address of a cluster.</summary>
    public static bool Knows(string setting) =>
        setting.Split("__") is ["ReverseProxy", "Clusters", var cluster, .. var rest]
        && Shipped.Value["ReverseProxy"]!["Clusters"]![cluster] is { } known
        && (rest is ["Destinations", _, "Address"] || rest.Aggregate((JsonNode?)known, (node, name) => (node as JsonObject)?[name]) is JsonValue);

    // The label allows operators to apply the gateway first and to delete it last (docs/operations.md).
    private static IEnumerable<string> Whole(Deployed deployed)
    {
        var own = deployed.Objects.Where(IsOwn).Select(NameOf).ToArray();
        string[] wanted = deployed.HasGateway
            ?
            [
                "ConfigMap gateway-env", "Deployment gateway", "NetworkPolicy from-gateway", "NetworkPolicy gateway",
                "PodDisruptionBudget gateway", "Service gateway", "ServiceAccount gateway",
            ]
            : [];
        foreach (var name in wanted.Except(own))
            yield return $"{name} must be there, with the label app: gateway";
        foreach (var name in own.Except(wanted))
            yield return $"{name} belongs to the gateway, but no rule knows it";
        foreach (var found in deployed.Objects
            .Where(found => found.Metadata.Name.StartsWith(Deployed.Gateway, StringComparison.Ordinal) && !IsOwn(found)))
            yield return $"{NameOf(found)} must have the label app: gateway";
        if (deployed.HasGateway
            && !deployed.Get<V1Deployment>(Deployed.Gateway).Spec.Template.Metadata.Labels.Keys.Order()
                .SequenceEqual(deployed.Get<V1Deployment>("api").Spec.Template.Metadata.Labels.Keys.Order()))
            yield return "Deployment gateway: its pods must have the same labels as the others";
    }

    private static IEnumerable<string> Bare(Deployed deployed)
    {
        foreach (var (deployment, container) in Found(deployed))
        {
            foreach (var name in (deployment.Metadata.Annotations ?? new Dictionary<string, string>())
                .Concat(deployment.Spec.Template.Metadata.Annotations ?? new Dictionary<string, string>())
                .Select(annotation => annotation.Key))
                if (name.StartsWith("dapr.io/", StringComparison.Ordinal))
                    yield return $"Deployment gateway has {name}";
            foreach (var variable in container.Env.Where(variable => variable.ValueFrom is not null))
                yield return $"Deployment gateway has {variable.Name}: it needs no secret";
        }

        if (deployed.Find<DaprConfiguration>(Deployed.Gateway) is not null)
            yield return "Configuration gateway has no sidecar";
        foreach (var component in deployed.All<DaprComponent>().Where(component => component.Scopes.Contains(Deployed.Gateway)))
            yield return $"Component {component.Metadata.Name} is for the gateway, which has no sidecar";
    }

    private static IEnumerable<string> Sends(Deployed deployed)
    {
        foreach (var cluster in Found(deployed).SelectMany(
            _ => Shipped.Value["ReverseProxy"]!["Clusters"]!.AsObject().Select(cluster => cluster.Key)))
        {
            var settings = SettingsOf(deployed);
            var at = $"ReverseProxy__Clusters__{cluster}__";
            var addresses = settings
                .Where(setting => setting.Key.StartsWith($"{at}Destinations__", StringComparison.Ordinal))
                .Select(setting => setting.Value).ToArray();
            var port = deployed.Find<V1Service>(cluster)?.Spec.Ports.SingleOrDefault(found => found.Name == "http")?.Port;
            if (addresses.Length < 2 || addresses.Any(address => address != $"http://{cluster}:{port}"))
                yield return $"Deployment gateway: {cluster} must be at its Service, http://{cluster}:{port}, twice, "
                    + "so that a connection is tried twice";
            foreach (var check in new[] { "Active", "Passive" })
                if (settings.GetValueOrDefault($"{at}HealthCheck__{check}__Enabled") != "false")
                    yield return $"Deployment gateway: {at}HealthCheck__{check}__Enabled must be false, "
                        + $"since a probe reaches only one pod of {cluster}";
        }
    }

    // The rules of Network.cs check which senders reach the gateway.
    private static IEnumerable<string> Trusts(Deployed deployed)
    {
        foreach (var _ in Found(deployed))
        {
            var networks = SettingsOf(deployed).Where(setting => setting.Key.StartsWith("TrustedProxies__", StringComparison.Ordinal)).ToArray();
            if (networks.Length == 0)
                yield return "Deployment gateway: without TrustedProxies__0 every client has the ingress controller's address";
            foreach (var (name, value) in networks)
                if (!IPNetwork.TryParse(value, out var network) || network.PrefixLength < 7)
                    yield return $"Deployment gateway: {name} is {value}, which is not a network, or one that is too wide";
        }
    }

    private static IEnumerable<(V1Deployment Deployment, V1Container Container)> Found(Deployed deployed) =>
        deployed.Services().Where(service => service.App == Deployed.Gateway).Select(service => (service.Deployment, service.Container));

    private static Dictionary<string, string> SettingsOf(Deployed deployed)
    {
        var settings = new Dictionary<string, string>(deployed.Find<V1ConfigMap>("gateway-env")?.Data ?? new Dictionary<string, string>());
        foreach (var variable in Found(deployed).SelectMany(found => found.Container.Env))
            settings[variable.Name] = variable.Value;
        return settings;
    }

    private static bool IsOwn(IKubernetesObject<V1ObjectMeta> found) =>
        found.Metadata.Labels?.TryGetValue("app", out var app) == true && app == Deployed.Gateway;

    private static string NameOf(IKubernetesObject<V1ObjectMeta> found) => $"{found.Kind} {found.Metadata.Name}";
}
