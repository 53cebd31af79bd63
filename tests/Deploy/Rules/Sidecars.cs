using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests.Rules;

internal static class Sidecars
{
    private static readonly Dictionary<string, (string Protocol, string Port)> Channels = new()
    {
        ["api"] = ("http", "http"),
        ["worker"] = ("grpc", "grpc"),
        ["pusher"] = ("http", "http"),
    };

    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["dapr.io/enabled"] = "true",
        ["dapr.io/log-as-json"] = "true",
        ["dapr.io/enable-api-logging"] = "false",
        ["dapr.io/enable-app-health-check"] = "true",
        ["dapr.io/app-health-check-path"] = "/health/self",
        ["dapr.io/sidecar-seccomp-profile-type"] = "RuntimeDefault",
    };

    private static readonly string[] Sizes =
        ["dapr.io/sidecar-cpu-request", "dapr.io/sidecar-cpu-limit", "dapr.io/sidecar-memory-request", "dapr.io/sidecar-memory-limit"];

    private static readonly string[] Known =
    [
        .. Fixed.Keys, .. Sizes, "dapr.io/app-id", "dapr.io/app-port", "dapr.io/app-protocol", "dapr.io/config", "dapr.io/api-token-secret",
        "dapr.io/app-token-secret", "dapr.io/disable-builtin-k8s-secret-store",
        "dapr.io/app-health-probe-interval", "dapr.io/app-health-probe-timeout",
        "dapr.io/app-health-threshold", "dapr.io/block-shutdown-duration", "dapr.io/graceful-shutdown-seconds",
    ];

    public static readonly Rule[] Rules =
    [
        new("Every pod template has all annotations that Dapr needs, and only known ones", Annotated),
        new("Every sidecar has requests and limits", Sized),
        new("Every sidecar's metrics are announced to a scraper", Scraped),
    ];

    private static IEnumerable<string> Annotated(Deployed deployed)
    {
        foreach (var (app, deployment, _, container) in deployed.ServicesWithSidecar())
        {
            var (protocol, port) = Channels[app];
            var wanted = new Dictionary<string, string>(Fixed)
            {
                ["dapr.io/app-id"] = app,
                ["dapr.io/app-protocol"] = protocol,
                ["dapr.io/app-port"] = $"{container.Ports.SingleOrDefault(found => found.Name == port)?.ContainerPort}",
                ["dapr.io/config"] = deployed.Find<DaprConfiguration>(app)?.Metadata.Name ?? $"a Configuration named {app}, which does not exist",
            };
            foreach (var (name, value) in wanted)
                if (deployed.Annotation(app, name) != value)
                    yield return $"Deployment {app}: {name} must be {value}";
            foreach (var name in deployment.Spec.Template.Metadata.Annotations.Keys)
                if (name.StartsWith("dapr.io/", StringComparison.Ordinal) && !Known.Contains(name))
                    yield return $"Deployment {app}: {name} isn't known";
        }
    }

    private static IEnumerable<string> Sized(Deployed deployed) =>
        from app in Deployed.Apps
        from size in Sizes
        where string.IsNullOrEmpty(deployed.Annotation(app, size))
        select $"Deployment {app} has no {size}";

    private static IEnumerable<string> Scraped(Deployed deployed) =>
        from app in Deployed.Apps
        where deployed.Annotation(app, "prometheus.io/scrape") != "true" || deployed.Annotation(app, "prometheus.io/port") != "9090"
            || deployed.Find<DaprConfiguration>(app)?.Spec.Metrics?.Enabled != true
        select $"Deployment {app}: scrape annotations for the sidecar's port 9090, and metrics in its Configuration, are missing";
}
