using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests;

internal static class BreaksOfTheNetwork
{
    public static readonly Break[] All =
    [
        new("All traffic is denied unless a policy allows it", "NetworkPolicy deny-all", all => Without(all, "deny-all")),
        new("All traffic is denied unless a policy allows it", "NetworkPolicy deny-all",
            all => Policy(all, "deny-all").Spec.PolicyTypes.Remove("Egress")),
        new("All traffic is denied unless a policy allows it", "NetworkPolicy to-collector",
            all => Policy(all, "to-collector").Spec.Egress[0].To = null),
        new("Every pod reaches DNS", "Deployment api", all => Without(all, "to-dns")),
        new("Every sidecar reaches Dapr's control plane", "Deployment worker", all => Without(all, "to-dapr")),
        new("Every sidecar reaches every other sidecar", "Deployment api",
            all => Policy(all, "between-sidecars").Spec.Ingress[0].Ports[0].Port = 50001),
        new("Every sidecar reaches every other sidecar", "Deployment worker",
            all => Policy(all, "between-sidecars").Spec.PodSelector.MatchExpressions[0].Values.Remove("worker")),
        new("The ingress controller reaches only the services for the outside", "Deployment pusher", all => Without(all, "from-ingress")),
        new("The ingress controller reaches only the services for the outside", "Deployment worker",
            all => Policy(all, "from-ingress").Spec.PodSelector = new()),
        new("Every app in a component's scopes reaches the component's server", "Component statestore",
            all => Without(all, "statestore-to-postgresql")),
        new("Every service reaches the collector", "Deployment api",
            all => Policy(all, "to-collector").Spec.Egress[0].Ports[0].Port = 4318),
        new("Api reaches Prometheus, whose alerts it shows", "Deployment api", all => Without(all, "api-to-prometheus")),
        new("The scraper reaches every sidecar's metrics", "Deployment api", all => Without(all, "from-scraper")),
        new("/live goes to pusher and stays open, and the rest goes to api; both through the gateway if there is one", "Ingress live",
            all => all.Get<V1Ingress>("live").Metadata.Annotations.Clear()),
        new("/live goes to pusher and stays open, and the rest goes to api; both through the gateway if there is one", "Ingress: /live",
            all => Path(all, "live").Backend.Service.Name = "api"),
        new("/live goes to pusher and stays open, and the rest goes to api; both through the gateway if there is one", "Ingress: /events",
            all => all.Get<V1Ingress>("live").Spec.Rules[0].Http.Paths.Add(
                new() { Path = "/events", PathType = "Prefix", Backend = Path(all, "live").Backend })),
        new("The one host has TLS, and watchers are sent to it", "Ingress api", all => all.Get<V1Ingress>("api").Spec.Tls.Clear()),
        new("The one host has TLS, and watchers are sent to it", "Deployment api",
            all => Break.Variable(all, "api", "LiveServers__0").Value = "ws://pusher:8080/live"),
        new("Every port of a Service is a port of its pods", "Service worker",
            all => all.Get<V1Service>("worker").Spec.Ports[0].TargetPort = 9999),
        new("Every setting is known to the manifest or to the code", "Deployment api",
            all => Break.Container(all, "api").Env.Add(new() { Name = "Shutdown__DrainMinutes", Value = "1" })),
        new("Every setting is known to the manifest or to the code", "Deployment api",
            all => all.Get<V1ConfigMap>("api-env").Data["LIVE_SERVER"] = "x"),
        new("Every named ConfigMap and Secret exists, or docs/operations.md creates it", "Deployment api",
            all => Break.Variable(all, "api", "APP_API_TOKEN").ValueFrom.SecretKeyRef.Name = "forgotten"),
        new("Every named ConfigMap and Secret exists, or docs/operations.md creates it", "Deployment worker",
            all => all.Objects.Remove(all.Get<V1ConfigMap>("worker-env"))),
        new("Everything is in the namespace auctions", "Ingress live",
            all => all.Get<V1Ingress>("live").Metadata.NamespaceProperty = "default"),
    ];

    private static V1NetworkPolicy Policy(Deployed all, string name) => all.Get<V1NetworkPolicy>(name);

    private static void Without(Deployed all, string name) => all.Objects.Remove(Policy(all, name));

    private static V1HTTPIngressPath Path(Deployed all, string name) => all.Get<V1Ingress>(name).Spec.Rules[0].Http.Paths[0];
}
