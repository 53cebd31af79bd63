using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests.Rules;

internal static class Network
{
    private const int Dns = 53, SidecarToSidecar = 50002, Otlp = 4317, Metrics = 9090, Prometheus = 9090, Http = 8080;

    public static readonly Rule[] Rules =
    [
        new("All traffic is denied unless a policy allows it", DeniedByDefault),
        new("Every pod reaches DNS",
            deployed => Closed(deployed, Services(deployed),
                (policy, labels) => Out(policy, labels, Namespace("kube-system"), Dns), "DNS")),
        new("Every sidecar reaches Dapr's control plane",
            deployed => Closed(deployed, Deployed.Apps,
                (policy, labels) => Out(policy, labels, Namespace("dapr-system"), null), "dapr-system")),
        new("Every sidecar reaches every other sidecar", Sidecars),
        new("The ingress controller reaches only the services for the outside", FromIngress),
        new("The gateway reaches api and pusher, but not worker", FromGateway),
        new("Every app in a component's scopes reaches the component's server", ToServers),
        new("Every service reaches the collector",
            deployed => Closed(deployed, Services(deployed),
                (policy, labels) => Out(policy, labels, Namespace("observability"), Otlp), "the collector")),
        new("Api reaches Prometheus, whose alerts it shows",
            deployed => Closed(deployed, ["api"],
                (policy, labels) => Out(policy, labels, Namespace("observability"), Prometheus), "Prometheus")),
        new("The scraper reaches every sidecar's metrics",
            deployed => Closed(deployed, Deployed.Apps,
                (policy, labels) => In(policy, labels, Namespace("observability"), Metrics), "the scraper's way in")),
    ];

    private static IEnumerable<string> DeniedByDefault(Deployed deployed)
    {
        if (!deployed.All<V1NetworkPolicy>().Any(policy => policy.Spec.PodSelector is { MatchLabels: null, MatchExpressions: null }
            && policy.Spec.PolicyTypes?.Order().SequenceEqual(["Egress", "Ingress"]) == true && policy.Spec is { Ingress: null, Egress: null }))
            yield return "NetworkPolicy deny-all must select every pod, for both directions, and allow nothing";
        foreach (var policy in deployed.All<V1NetworkPolicy>())
            if (policy.Spec.Ingress?.Any(rule => rule.FromProperty is not { Count: > 0 }) == true
                || policy.Spec.Egress?.Any(rule => rule.To is not { Count: > 0 }) == true)
                yield return $"NetworkPolicy {policy.Metadata.Name} allows every peer";
    }

    private static IEnumerable<string> Sidecars(Deployed deployed) =>
        from caller in Deployed.Apps
        from called in Deployed.Apps
        where !deployed.All<V1NetworkPolicy>().Any(
                policy => Out(policy, Labels(deployed, caller), peer => Pods(peer, Labels(deployed, called)), SidecarToSidecar))
            || !deployed.All<V1NetworkPolicy>().Any(
                policy => In(policy, Labels(deployed, called), peer => Pods(peer, Labels(deployed, caller)), SidecarToSidecar))
        select $"Deployment {caller}: its sidecar doesn't reach {called}'s on port {SidecarToSidecar}";

    private static IEnumerable<string> FromIngress(Deployed deployed) =>
        from app in Services(deployed)
        let reached = deployed.All<V1NetworkPolicy>().Any(policy => In(policy, Labels(deployed, app), Namespace("ingress-nginx"), Http))
        where reached != (deployed.HasGateway ? app == Deployed.Gateway : app != "worker")
        select $"Deployment {app} is {(reached ? "" : "not ")}reached by the ingress controller";

    private static IEnumerable<string> FromGateway(Deployed deployed) =>
        from app in deployed.HasGateway ? Deployed.Apps : []
        let leaves = deployed.All<V1NetworkPolicy>().Any(
            policy => Out(policy, Labels(deployed, Deployed.Gateway), peer => Pods(peer, Labels(deployed, app)), Http))
        let arrives = deployed.All<V1NetworkPolicy>().Any(
            policy => In(policy, Labels(deployed, app), peer => Pods(peer, Labels(deployed, Deployed.Gateway)), Http))
        where leaves != (app != "worker") || arrives != leaves
        select $"Deployment {app} must {(app == "worker" ? "not " : "")}be reached by the gateway on port {Http}";

    private static IEnumerable<string> ToServers(Deployed deployed)
    {
        foreach (var component in deployed.All<DaprComponent>())
        {
            int? port = component.Spec.Type switch
            {
                "state.postgresql" => 5432,
                "state.redis" or "pubsub.redis" => 6379,
                "pubsub.rabbitmq" => 5671,
                "pubsub.kafka" => 9093,
                "pubsub.jetstream" => 4222,
                _ => null,
            };
            foreach (var app in component.Scopes)
                if (port is null || !deployed.All<V1NetworkPolicy>().Any(
                    policy => Out(policy, Labels(deployed, app), peer => !Namespace("dapr-system")(peer), port)))
                    yield return $"Component {component.Metadata.Name}: {app} doesn't reach {component.Spec.Type} on port {port}";
        }
    }

    private static IEnumerable<string> Closed(
        Deployed deployed, IEnumerable<string> apps, Func<V1NetworkPolicy, IDictionary<string, string>, bool> opens, string what) =>
        from app in apps
        where !deployed.All<V1NetworkPolicy>().Any(policy => opens(policy, Labels(deployed, app)))
        select $"Deployment {app}: no policy allows it {what}";

    private static IEnumerable<string> Services(Deployed deployed) => deployed.Services().Select(service => service.App);

    private static IDictionary<string, string> Labels(Deployed deployed, string app) => deployed.Get<V1Deployment>(app).Spec.Template.Metadata.Labels;

    private static Func<V1NetworkPolicyPeer, bool> Namespace(string name) => peer =>
        peer.NamespaceSelector?.MatchLabels?.TryGetValue("kubernetes.io/metadata.name", out var found) == true && found == name;

    private static bool Pods(V1NetworkPolicyPeer peer, IDictionary<string, string> labels) =>
        peer.NamespaceSelector is null && peer.PodSelector is not null && Availability.Selects(peer.PodSelector, labels);

    private static bool Out(V1NetworkPolicy policy, IDictionary<string, string> pod, Func<V1NetworkPolicyPeer, bool> peer, int? port) =>
        policy.Spec.PolicyTypes?.Contains("Egress") == true && Availability.Selects(policy.Spec.PodSelector, pod)
        && policy.Spec.Egress?.Any(rule => rule.To?.Any(peer) == true && Opens(rule.Ports, port)) == true;

    private static bool In(V1NetworkPolicy policy, IDictionary<string, string> pod, Func<V1NetworkPolicyPeer, bool> peer, int port) =>
        policy.Spec.PolicyTypes?.Contains("Ingress") == true && Availability.Selects(policy.Spec.PodSelector, pod)
        && policy.Spec.Ingress?.Any(rule => rule.FromProperty?.Any(peer) == true && Opens(rule.Ports, port)) == true;

    private static bool Opens(IList<V1NetworkPolicyPort>? ports, int? port) =>
        ports is not { Count: > 0 } || (port is not null && ports.Any(found => found.Port?.Value == $"{port}"));
}
