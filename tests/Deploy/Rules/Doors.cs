using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests.Rules;

/// <summary>How requests from outside reach the services.</summary>
internal static class Doors
{
    public static readonly Rule[] Rules =
    [
        new("/live goes to pusher and stays open, and the rest goes to api; both through the gateway if there is one", Routed),
        new("The one host has TLS, and watchers are sent to it", Encrypted),
        new("Every port of a Service is a port of its pods", Served),
    ];

    private static IEnumerable<string> Routed(Deployed deployed)
    {
        foreach (var (path, kind, owner) in new[] { ("/live", "Exact", "pusher"), ("/", "Prefix", "api") })
        {
            var service = deployed.HasGateway ? Deployed.Gateway : owner;
            var found = (from ingress in deployed.All<V1Ingress>()
                         from rule in ingress.Spec.Rules
                         from route in rule.Http.Paths
                         where route.Path == path && route.PathType == kind
                         select (Ingress: ingress, Backend: route.Backend.Service)).ToArray();
            if (found is not [var only] || only.Backend.Name != service
                || deployed.Find<V1Service>(service)?.Spec.Ports.Any(port => port.Name == only.Backend.Port.Name) != true)
                yield return $"Ingress: {path} ({kind}) must go to {service}'s http port, once";
            else if (path == "/live" && (Timeout(only.Ingress, "read") < 3600 || Timeout(only.Ingress, "send") < 3600))
                yield return $"Ingress {only.Ingress.Metadata.Name}: proxy-read-timeout and proxy-send-timeout must be an hour or more";
        }

        foreach (var other in deployed.All<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules)
            .SelectMany(rule => rule.Http.Paths).Where(route => route.Path is not ("/" or "/live")))
            yield return $"Ingress: {other.Path} is open, but no rule knows it";
    }

    private static IEnumerable<string> Encrypted(Deployed deployed)
    {
        var hosts = deployed.All<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).Select(rule => rule.Host).Distinct().ToArray();
        foreach (var ingress in deployed.All<V1Ingress>())
            if (ingress.Spec.Tls is not [{ SecretName.Length: > 0 } tls] || !ingress.Spec.Rules.All(rule => tls.Hosts.Contains(rule.Host))
                || hosts.Length != 1)
                yield return $"Ingress {ingress.Metadata.Name} must serve the one host with TLS";
        var urls = deployed.Services().Single(service => service.App == "api").Container.Env
            .Where(variable => variable.Name.StartsWith("LiveServers__", StringComparison.Ordinal))
            .Select(variable => (variable.Name, variable.Value));
        if (!urls.SequenceEqual([("LiveServers__0", $"wss://{hosts.FirstOrDefault()}/live")]))
            yield return $"Deployment api: LiveServers__0 must be wss://{hosts.FirstOrDefault()}/live";
    }

    private static IEnumerable<string> Served(Deployed deployed) =>
        from service in deployed.All<V1Service>()
        let containers = deployed.All<V1Deployment>().Select(found => found.Spec.Template)
            .Concat(deployed.All<V1StatefulSet>().Select(found => found.Spec.Template))
            .Where(template => service.Spec.Selector.All(template.Metadata.Labels.Contains)).SelectMany(template => template.Spec.Containers)
        from port in service.Spec.Ports
        where !containers.SelectMany(container => container.Ports)
            .Any(found => $"{found.ContainerPort}" == port.TargetPort.Value || found.Name == port.TargetPort.Value)
        select $"Service {service.Metadata.Name}: no pod has the port {port.TargetPort.Value}";

    private static int Timeout(V1Ingress ingress, string which) =>
        ingress.Metadata.Annotations?.TryGetValue($"nginx.ingress.kubernetes.io/proxy-{which}-timeout", out var value) == true
            && int.TryParse(value, out var seconds)
                ? seconds
                : 0;
}
