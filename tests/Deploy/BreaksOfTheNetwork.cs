using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests;

internal static class BreaksOfTheNetwork
{
    public static readonly Break[] All =
    [
        new("Nothing comes in or goes out that isn't allowed", "NetworkPolicy deny-all", all => Without(all, "deny-all")),
        new("Nothing comes in or goes out that isn't allowed", "NetworkPolicy deny-all", all => Policy(all, "deny-all").Spec.PolicyTypes.Remove("Egress")),
        new("Nothing comes in or goes out that isn't allowed", "NetworkPolicy to-collector", all => Policy(all, "to-collector").Spec.Egress[0].To = null),
        new("Every pod reaches DNS", "Deployment api", all => Without(all, "to-dns")),
        new("Every sidecar reaches Dapr's control plane", "Deployment worker", all => Without(all, "to-dapr")),
        new("Every sidecar reaches every other, and is reached by it", "Deployment api", all => Policy(all, "between-sidecars").Spec.Ingress[0].Ports[0].Port = 50001),
        new("Every sidecar reaches every other, and is reached by it", "Deployment worker", all => Policy(all, "between-sidecars").Spec.PodSelector.MatchExpressions[0].Values.Remove("worker")),
        new("The ingress controller reaches what is to be reached from outside, and nothing else", "Deployment pusher", all => Without(all, "from-ingress")),
        new("The ingress controller reaches what is to be reached from outside, and nothing else", "Deployment worker", all => Policy(all, "from-ingress").Spec.PodSelector = new()),
        new("Every app of a component's scopes reaches its server", "Component statestore", all => Without(all, "statestore-to-postgresql")),
        new("Every service reaches the collector", "Deployment api", all => Policy(all, "to-collector").Spec.Egress[0].Ports[0].Port = 4318),
        new("The scraper reaches every sidecar's metrics", "Deployment api", all => Without(all, "from-scraper")),
        new("/live goes to pusher and stays open, the rest goes to api; all of it by the gateway where there is one", "Ingress live", all => all.Get<V1Ingress>("live").Metadata.Annotations.Clear()),
        new("/live goes to pusher and stays open, the rest goes to api; all of it by the gateway where there is one", "Ingress: /live", all => Path(all, "live").Backend.Service.Name = "api"),
        new("/live goes to pusher and stays open, the rest goes to api; all of it by the gateway where there is one", "Ingress: /events", all => all.Get<V1Ingress>("live").Spec.Rules[0].Http.Paths.Add(new() { Path = "/events", PathType = "Prefix", Backend = Path(all, "live").Backend })),
        new("Every host is served by TLS, and is the one that watchers are sent to", "Ingress api", all => all.Get<V1Ingress>("api").Spec.Tls.Clear()),
        new("Every host is served by TLS, and is the one that watchers are sent to", "Deployment api", all => Break.Variable(all, "api", "LiveServers__0").Value = "ws://pusher:8080/live"),
        new("Every Service's ports are its pods'", "Service worker", all => all.Get<V1Service>("worker").Spec.Ports[0].TargetPort = 9999),
        new("Every setting is one that the manifest or the code knows", "Deployment api", all => Break.Container(all, "api").Env.Add(new() { Name = "Shutdown__DrainMinutes", Value = "1" })),
        new("Every setting is one that the manifest or the code knows", "Deployment api", all => all.Get<V1ConfigMap>("api-env").Data["LIVE_SERVER"] = "x"),
        new("Every ConfigMap and Secret that is named is there, or in docs/operations.md", "Deployment api", all => Break.Variable(all, "api", "APP_API_TOKEN").ValueFrom.SecretKeyRef.Name = "forgotten"),
        new("Every ConfigMap and Secret that is named is there, or in docs/operations.md", "Deployment worker", all => all.Objects.Remove(all.Get<V1ConfigMap>("worker-env"))),
        new("Everything is in the namespace auctions", "Ingress live", all => all.Get<V1Ingress>("live").Metadata.NamespaceProperty = "default"),
    ];

    private static V1NetworkPolicy Policy(Deployed all, string name) => all.Get<V1NetworkPolicy>(name);

    private static void Without(Deployed all, string name) => all.Objects.Remove(Policy(all, name));

    private static V1HTTPIngressPath Path(Deployed all, string name) => all.Get<V1Ingress>(name).Spec.Rules[0].Http.Paths[0];
}
