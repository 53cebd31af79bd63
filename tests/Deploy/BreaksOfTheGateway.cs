using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests;

internal static class BreaksOfTheGateway
{
    private const string Whole = "The gateway is complete or absent";
    private const string Bare = "The gateway has no sidecar and no settings for one";
    private const string Sends = "The gateway sends to the Services of its clusters, which choose a ready pod";
    private const string Trusts = "The gateway takes the client's address from the ingress controller only";
    private const string Doors = "/live goes to pusher and stays open, and the rest goes to api; both through the gateway if there is one";
    private const string FromIngress = "The ingress controller reaches only the services for the outside";
    private const string Reaches = "The gateway reaches api and pusher, but not worker";

    public static readonly Break[] All =
    [
        new(Whole, "Service gateway", all => all.Objects.Add(new V1Service { Kind = "Service", Metadata = Named("gateway") })),
        new(Whole, "ConfigMap gateway-env",
            all => all.Objects.Add(new V1ConfigMap { Kind = "ConfigMap", Metadata = new() { Name = "gateway-env" } })),
        With(Whole, "PodDisruptionBudget gateway", all => all.Objects.Remove(all.Get<V1PodDisruptionBudget>("gateway"))),
        With(Whole, "Service gateway", all => all.Get<V1Service>("gateway").Metadata.Labels.Remove("app")),
        With(Whole, "Ingress api", all => all.Get<V1Ingress>("api").Metadata.Labels["app"] = "gateway"),
        With(Whole, "Deployment gateway",
            all => Break.Deployment(all, "gateway").Spec.Template.Metadata.Labels.Remove("app.kubernetes.io/part-of")),
        With(Bare, "Deployment gateway",
            all => Break.Deployment(all, "gateway").Spec.Template.Metadata.Annotations =
                new Dictionary<string, string> { ["dapr.io/enabled"] = "true" }),
        With(Bare, "Deployment gateway", all => Break.Container(all, "gateway").Env.Add(Break.Variable(all, "api", "DAPR_API_TOKEN"))),
        With(Bare, "Configuration gateway", all => all.Objects.Add(new DaprConfiguration { Metadata = new() { Name = "gateway" } })),
        With(Bare, "Component pubsub", all => all.Get<DaprComponent>("pubsub").Scopes.Add("gateway")),
        With(Sends, "Deployment gateway",
            all => Break.Container(all, "gateway").Env.Remove(
                Break.Variable(all, "gateway", "ReverseProxy__Clusters__api__Destinations__1__Address"))),
        With(Sends, "Deployment gateway",
            all => all.Get<V1ConfigMap>("gateway-env").Data["ReverseProxy__Clusters__pusher__Destinations__0__Address"] = "http://api:8080"),
        With(Sends, "Deployment gateway", all => all.Get<V1Service>("pusher").Spec.Ports[0].Port = 80),
        With(Sends, "Deployment gateway",
            all => Break.Variable(all, "gateway", "ReverseProxy__Clusters__api__HealthCheck__Active__Enabled").Value = "true"),
        With(Trusts, "Deployment gateway", all => Break.Variable(all, "gateway", "TrustedProxies__0").Value = "0.0.0.0/0"),
        With(Trusts, "Deployment gateway", all => Break.Container(all, "gateway").Env.Clear()),
        With(Doors, "Ingress: /", all => all.Get<V1Ingress>("api").Spec.Rules[0].Http.Paths[0].Backend.Service.Name = "api"),
        With(FromIngress, "Deployment gateway", all => all.Objects.Remove(all.Get<V1NetworkPolicy>("from-ingress"))),
        With(FromIngress, "Deployment pusher", all => all.Get<V1NetworkPolicy>("from-ingress").Spec.PodSelector = new()),
        With(Reaches, "Deployment api", all => all.Objects.Remove(all.Get<V1NetworkPolicy>("from-gateway"))),
        With(Reaches, "Deployment pusher", all => all.Get<V1NetworkPolicy>("gateway").Spec.Egress[0].Ports[0].Port = 80),
        With(Reaches, "Deployment worker",
            all => all.Get<V1NetworkPolicy>("gateway").Spec.Egress[0].To[0].PodSelector.MatchExpressions[0].Values.Add("worker")),
        With("Every service reaches the collector", "Deployment gateway",
            all => all.Get<V1NetworkPolicy>("gateway").Spec.Egress.RemoveAt(1)),
        With("Every service has two replicas or more", "Deployment gateway", all => Break.Deployment(all, "gateway").Spec.Replicas = 1),
        With("Every container is probed", "Deployment gateway",
            all => Break.Container(all, "gateway").ReadinessProbe.HttpGet.Path = "/alive"),
        With("A pod's grace period covers the end of its app and of its sidecar", "Deployment gateway",
            all => Break.Pod(all, "gateway").TerminationGracePeriodSeconds = 25),
        With("No container runs as root", "Deployment gateway", all => Break.Container(all, "gateway").SecurityContext.RunAsUser = 999),
        With("Every setting is known to the manifest or to the code", "Deployment gateway",
            all => Break.Variable(all, "gateway", "ReverseProxy__Clusters__api__HealthCheck__Active__Enabled").Name =
                "ReverseProxy__Clusters__api__HealthCheck__Active__Enable"),
        With("Every setting is known to the manifest or to the code", "Deployment gateway",
            all => Break.Variable(all, "gateway", "ReverseProxy__Clusters__api__Destinations__1__Address").Name =
                "ReverseProxy__Clusters__worker__Destinations__1__Address"),
    ];

    private static Break With(string rule, string named, Action<Deployed> breaks) => new(rule, named, breaks, "production + gateway");

    private static V1ObjectMeta Named(string name) => new() { Name = name, Labels = new Dictionary<string, string> { ["app"] = name } };
}
