using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests;

/// <summary>A change that breaks a rule.</summary>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Named">The object that the failure must name.</param>
/// <param name="Do">Makes the change.</param>
/// <param name="Overlay">The overlay to change.</param>
internal sealed record Break(string Rule, string Named, Action<Deployed> Do, string Overlay = "production")
{
    public static readonly Break[] All =
    [
        new("Every service has two replicas or more", "Deployment api", all => Deployment(all, "api").Spec.Replicas = 1),
        new("Every service is rolled one pod at a time and never has a pod less", "Deployment worker",
            all => Deployment(all, "worker").Spec.Strategy = new() { Type = "Recreate" }),
        new("Every service is rolled one pod at a time and never has a pod less", "Deployment worker",
            all => Deployment(all, "worker").Spec.Strategy.RollingUpdate.MaxUnavailable = 1),
        new("Every service is rolled one pod at a time and never has a pod less", "Deployment api",
            all => Deployment(all, "api").Spec.MinReadySeconds = 60),
        new("Every container is probed", "Deployment pusher", all => Container(all, "pusher").ReadinessProbe = null),
        new("Every container is probed", "Deployment worker", all => Container(all, "worker").LivenessProbe.HttpGet.Path = "/health"),
        new("Every container is probed", "Deployment worker", all => Container(all, "worker").StartupProbe.HttpGet.Port = "grpc"),
        new("A pod that is stalled is left out within 3 s, and none is restarted in less than 20 s", "Deployment api",
            all => Container(all, "api").ReadinessProbe.PeriodSeconds = 2),
        new("A pod that is stalled is left out within 3 s, and none is restarted in less than 20 s", "Deployment pusher",
            all => Container(all, "pusher").LivenessProbe.FailureThreshold = 1),
        new("A node is drained one pod of a service at a time", "Deployment api",
            all => all.Objects.RemoveAll(found => found is V1PodDisruptionBudget && found.Metadata.Name == "api")),
        new("A node is drained one pod of a service at a time", "Deployment api",
            all => all.Get<V1PodDisruptionBudget>("api").Spec.MaxUnavailable = "100%"),
        new("Replicas are spread over nodes and zones, without leaving any pending", "Deployment worker",
            all => Pod(all, "worker").TopologySpreadConstraints.RemoveAt(0)),
        new("Replicas are spread over nodes and zones, without leaving any pending", "Deployment worker",
            all => Pod(all, "worker").TopologySpreadConstraints[1].WhenUnsatisfiable = "DoNotSchedule"),
        new("Worker and pusher scale up at once and down slowly", "HorizontalPodAutoscaler pusher",
            all => all.Get<V2HorizontalPodAutoscaler>("pusher").Spec.Behavior.ScaleDown.StabilizationWindowSeconds = 0),
        new("Worker and pusher scale up at once and down slowly", "HorizontalPodAutoscaler worker",
            all => all.Get<V2HorizontalPodAutoscaler>("worker").Spec.MinReplicas = 1),
        new("Worker and pusher scale up at once and down slowly", "Deployment worker",
            all => all.Objects.RemoveAll(found => found is V2HorizontalPodAutoscaler)),
        new("Every container has requests and limits", "Deployment api", all => Container(all, "api").Resources.Limits.Remove("memory")),
        new("A pod's grace period covers the end of its app and of its sidecar", "Deployment pusher",
            all => Pod(all, "pusher").TerminationGracePeriodSeconds = 50),
        new("A pod's grace period covers the end of its app and of its sidecar", "Deployment pusher",
            all => Variable(all, "pusher", "Shutdown__DrainSeconds").Value = "45"),
        new("A sidecar outlives its app's drain", "Deployment worker", all => Annotate(all, "worker", "dapr.io/app-health-threshold", "1")),
        new("A sidecar outlives its app's drain", "Deployment worker",
            all => Annotate(all, "worker", "dapr.io/block-shutdown-duration", null)),
        new("No container runs as root", "Deployment api", all => Container(all, "api").SecurityContext.RunAsUser = 0),
        new("No container runs as root", "Deployment api", all => Pod(all, "api").SecurityContext.RunAsNonRoot = null),
        new("No container has privileges", "Deployment api", all => Container(all, "api").SecurityContext.Capabilities.Drop = null),
        new("No container has privileges", "Deployment api", all => Container(all, "api").SecurityContext.AllowPrivilegeEscalation = true),
        new("No container has privileges", "Deployment api", all => Pod(all, "api").SecurityContext.SeccompProfile = null),
        new("Every container is read-only except for its volumes", "Deployment worker",
            all => Container(all, "worker").SecurityContext.ReadOnlyRootFilesystem = false),
        new("Every container is read-only except for its volumes", "Deployment worker",
            all => Container(all, "worker").VolumeMounts.Clear()),
        new("No pod has a token for the Kubernetes API, and every service has its own account", "Deployment pusher",
            all => Pod(all, "pusher").AutomountServiceAccountToken = null),
        new("No pod has a token for the Kubernetes API, and every service has its own account", "Deployment pusher",
            all => Pod(all, "pusher").ServiceAccountName = "default"),
        new("No pod has a token for the Kubernetes API, and every service has its own account", "Deployment pusher",
            all => Annotate(all, "pusher", "dapr.io/disable-builtin-k8s-secret-store", null)),
        new("The namespace enforces pod security", "Namespace auctions",
            all => all.Get<V1Namespace>("auctions").Metadata.Labels["pod-security.kubernetes.io/enforce"] = "privileged"),
        new("Every image has a tag, and none is latest", "Deployment worker",
            all => Container(all, "worker").Image = "registry.invalid:5000/auctions/worker"),
        new("Every image has a tag, and none is latest", "Deployment worker", all => Container(all, "worker").Image = "worker:latest"),
        new("No ConfigMap and no literal holds a secret", "ConfigMap api-env",
            all => all.Get<V1ConfigMap>("api-env").Data["Authentication__Schemes__Bearer__SigningKeys__0__Value"] = "x"),
        new("No ConfigMap and no literal holds a secret", "Deployment worker", all => Variable(all, "worker", "APP_API_TOKEN").Value = "x"),
        new("The token signing key comes from a Secret", "Deployment pusher",
            all => Variable(all, "pusher", "Authentication__Schemes__Bearer__SigningKeys__0__Value").ValueFrom = null),
        new("Both API tokens come from Secrets, for the app and for its sidecar", "Deployment api",
            all => Annotate(all, "api", "dapr.io/app-token-secret", null)),
        new("Both API tokens come from Secrets, for the app and for its sidecar", "Deployment api",
            all => Variable(all, "api", "DAPR_API_TOKEN").ValueFrom.SecretKeyRef.Key = "key"),
        new("A Secret in the repository is marked as local", "Secret mine",
            all => all.Objects.Add(new V1Secret { Metadata = new() { Name = "mine" } })),
        new("Every pod template has all annotations that Dapr needs, and only known ones", "Deployment worker",
            all => Annotate(all, "worker", "dapr.io/app-port", "8080")),
        new("Every pod template has all annotations that Dapr needs, and only known ones", "Deployment worker",
            all => Annotate(all, "worker", "dapr.io/config", "tracing")),
        new("Every pod template has all annotations that Dapr needs, and only known ones", "Deployment worker",
            all => Annotate(all, "worker", "dapr.io/log-json", "true")),
        new("Every sidecar has requests and limits", "Deployment api", all => Annotate(all, "api", "dapr.io/sidecar-memory-limit", null)),
        new("Every sidecar's metrics are announced to a scraper", "Deployment api",
            all => Annotate(all, "api", "prometheus.io/port", "8080")),
        .. BreaksOfDapr.All,
        .. BreaksOfTheNetwork.All,
        .. BreaksOfTheGateway.All,
    ];

    internal static V1Deployment Deployment(Deployed all, string app) => all.Get<V1Deployment>(app);

    internal static V1PodSpec Pod(Deployed all, string app) => Deployment(all, app).Spec.Template.Spec;

    internal static V1Container Container(Deployed all, string app) => Pod(all, app).Containers.Single();

    internal static V1EnvVar Variable(Deployed all, string app, string name) => Container(all, app).Env.Single(variable => variable.Name == name);

    internal static void Annotate(Deployed all, string app, string name, string? value)
    {
        var annotations = Deployment(all, app).Spec.Template.Metadata.Annotations;
        if (value is null)
            annotations.Remove(name);
        else
            annotations[name] = value;
    }
}
