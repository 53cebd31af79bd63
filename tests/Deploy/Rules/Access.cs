using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Deploy.Tests.Rendered;
using k8s;

namespace Deploy.Tests.Rules;

internal static partial class Access
{
    public static readonly Rule[] Rules =
    [
        new("No app may invoke another unless a policy allows it", DeniedByDefault),
        new("Only api may invoke worker, and every method of its contract", ApiInvokesWorker),
        new("No app may read a secret through the secrets API", SecretsDenied),
        new("Sidecars trace everything to the collector", Traced),
        new("Workflows are kept for the time in components/config.yaml", Kept),
        new("The retries are those of components/resiliency.yaml", Resilient),
    ];

    private static IEnumerable<string> DeniedByDefault(Deployed deployed) =>
        from app in Deployed.Apps
        let access = deployed.Find<DaprConfiguration>(app)?.Spec.AccessControl
        where access is not { DefaultAction: "deny", TrustDomain: "public" } || access.Policies.Count != (app == "worker" ? 1 : 0)
        select $"Configuration {app} must deny by default, in the trust domain public, "
            + $"and {(app == "worker" ? "have one policy" : "have no policy")}";

    private static IEnumerable<string> ApiInvokesWorker(Deployed deployed)
    {
        var contract = Repository.Read("services", "Worker", "Protos", "auctions.proto");
        var service = $"{Package().Match(contract).Groups[1].Value}.{Service().Match(contract).Groups[1].Value}";
        var wanted = Method().Matches(contract).Select(match => $"/{service}/{match.Groups[1].Value}").Order(StringComparer.Ordinal).ToArray();

        var policy = deployed.Find<DaprConfiguration>("worker")?.Spec.AccessControl?.Policies.SingleOrDefault();
        var @namespace = deployed.Get<k8s.Models.V1Deployment>("api").Metadata.NamespaceProperty;
        if (policy is not { AppId: "api", DefaultAction: "deny", TrustDomain: "public" } || policy.Namespace != @namespace)
            yield return $"Configuration worker: its policy must be for api of {@namespace}, and deny by default";
        else if (policy.Operations.Any(operation => operation.Action != "allow")
            || !policy.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal).SequenceEqual(wanted))
            yield return $"Configuration worker must allow {string.Join(", ", wanted)} and no more";
    }

    private static IEnumerable<string> SecretsDenied(Deployed deployed) =>
        from app in Deployed.Apps
        let scopes = deployed.Find<DaprConfiguration>(app)?.Spec.Secrets?.Scopes
        where scopes is not [{ StoreName: "kubernetes", DefaultAccess: "deny", AllowedSecrets.Count: 0 }]
        select $"Configuration {app} must deny every secret of the store kubernetes";

    private static IEnumerable<string> Traced(Deployed deployed) =>
        from app in Deployed.Apps
        let tracing = deployed.Find<DaprConfiguration>(app)?.Spec.Tracing
        where tracing is not { SamplingRate: "1", Otel: { EndpointAddress: "otel-collector.observability:4317", Protocol: "grpc" } }
            || deployed.Services().Single(service => service.App == app).Container.Env?
                .SingleOrDefault(variable => variable.Name == "OTEL_EXPORTER_OTLP_ENDPOINT")?.Value
                != $"http://{tracing.Otel.EndpointAddress}"
        select $"Configuration {app} must trace to the collector, and the app must have the same in OTEL_EXPORTER_OTLP_ENDPOINT";

    private static IEnumerable<string> Kept(Deployed deployed)
    {
        var wanted = ((DaprConfiguration)Deployed.Parse(Repository.Read("components", "config.yaml")).Objects.Single())
            .Spec.Workflow?.StateRetentionPolicy;
        if (wanted is null
            || KubernetesJson.Serialize(deployed.Find<DaprConfiguration>("worker")?.Spec.Workflow?.StateRetentionPolicy)
                != KubernetesJson.Serialize(wanted))
            yield return $"Configuration worker must keep workflows for {KubernetesJson.Serialize(wanted)}";
    }

    private static IEnumerable<string> Resilient(Deployed deployed)
    {
        var wanted = ((DaprResiliency)Deployed.Parse(Repository.Read("components", "resiliency.yaml")).Objects.Single()).Spec;
        if (deployed.All<DaprResiliency>().ToArray() is not [var found]
            || !JsonNode.DeepEquals(JsonNode.Parse(KubernetesJson.Serialize(found.Spec)), JsonNode.Parse(KubernetesJson.Serialize(wanted))))
            yield return "Resiliency auctions must have the spec of components/resiliency.yaml";
    }

    [GeneratedRegex(@"^package ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^service (\w+)", RegexOptions.Multiline)]
    private static partial Regex Service();

    [GeneratedRegex(@"^\s+rpc (\w+)", RegexOptions.Multiline)]
    private static partial Regex Method();
}
