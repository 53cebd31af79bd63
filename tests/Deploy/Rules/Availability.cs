using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests.Rules;

internal static class Availability
{
    public static readonly Rule[] Rules =
    [
        new("Every service has two replicas or more", Replicated),
        new("Every service is rolled one pod at a time and never has a pod less", Rolls),
        new("Every container is probed", Probed),
        new("A pod that is stalled is left out within 3 s, and none is restarted in less than 20 s", ProbedInTime),
        new("A node is drained one pod of a service at a time", Budgeted),
        new("Replicas are spread over nodes and zones, without leaving any pending", Spread),
        new("Worker and pusher scale up at once and down slowly", Scaled),
        new("Every container has requests and limits", Sized),
    ];

    private static IEnumerable<string> Replicated(Deployed deployed) =>
        from service in deployed.Services()
        where (service.Deployment.Spec.Replicas ?? 1) < 2
        select $"Deployment {service.App} has {service.Deployment.Spec.Replicas ?? 1} replica";

    private static IEnumerable<string> Rolls(Deployed deployed)
    {
        foreach (var (app, deployment, _, _) in deployed.Services())
        {
            var strategy = deployment.Spec.Strategy;
            if (strategy?.Type != "RollingUpdate" || strategy.RollingUpdate?.MaxUnavailable?.Value != "0"
                || strategy.RollingUpdate.MaxSurge?.Value != "1")
                yield return $"Deployment {app}: the strategy must be RollingUpdate with maxUnavailable 0 and maxSurge 1";
            if (deployment.Spec.MinReadySeconds is not (>= 5 and <= 30))
                yield return $"Deployment {app}: minReadySeconds must be from 5 to 30";
        }
    }

    private static IEnumerable<string> Probed(Deployed deployed)
    {
        foreach (var (app, _, _, container) in deployed.Services())
        {
            foreach (var (kind, probe, path) in new[]
            {
                ("startup", container.StartupProbe, "/alive"),
                ("readiness", container.ReadinessProbe, "/health"),
                ("liveness", container.LivenessProbe, "/alive"),
            })
                if (probe?.HttpGet?.Path != path || container.Ports.All(port => port.Name != probe.HttpGet.Port?.Value || port.ContainerPort != 8080))
                    yield return $"Deployment {app}: the {kind} probe must get {path} from the container's http port";
            if (container.StartupProbe is { } startup && (startup.FailureThreshold ?? 3) * (startup.PeriodSeconds ?? 10) < 30)
                yield return $"Deployment {app}: the startup probe must allow 30 s";
        }

        foreach (var set in deployed.All<V1StatefulSet>())
            if (set.Spec.Template.Spec.Containers.Any(container => container.ReadinessProbe is null || container.LivenessProbe is null))
                yield return $"StatefulSet {set.Metadata.Name}: no readiness or liveness probe";
    }

    // A probe that gets no answer takes its timeout, and the one that begins the time was just answered.
    private static IEnumerable<string> ProbedInTime(Deployed deployed)
    {
        foreach (var (app, _, _, container) in deployed.Services())
        {
            if (container.ReadinessProbe is { } ready
                && ((ready.FailureThreshold ?? 3) * (ready.PeriodSeconds ?? 10)) + (ready.TimeoutSeconds ?? 1) > 3)
                yield return $"Deployment {app}: the readiness probe leaves a stalled pod in for more than 3 s";
            if (container.LivenessProbe is { } alive && (alive.FailureThreshold ?? 3) * (alive.PeriodSeconds ?? 10) < 20)
                yield return $"Deployment {app}: the liveness probe restarts a pod that is slow for less than 20 s";
        }
    }

    private static IEnumerable<string> Budgeted(Deployed deployed) =>
        from service in deployed.Services()
        let budget = deployed.All<V1PodDisruptionBudget>()
            .SingleOrDefault(found => Selects(found.Spec.Selector, service.Deployment.Spec.Template.Metadata.Labels))
        where budget?.Spec.MaxUnavailable?.Value != "1" || budget.Spec.MinAvailable is not null
        select $"Deployment {service.App} needs one PodDisruptionBudget with maxUnavailable 1";

    private static IEnumerable<string> Spread(Deployed deployed) =>
        from service in deployed.Services()
        from key in new[] { "kubernetes.io/hostname", "topology.kubernetes.io/zone" }
        let found = service.Pod.TopologySpreadConstraints?.SingleOrDefault(constraint => constraint.TopologyKey == key)
        where found is not { MaxSkew: 1, WhenUnsatisfiable: "ScheduleAnyway" }
            || !Selects(found.LabelSelector, service.Deployment.Spec.Template.Metadata.Labels)
        select $"Deployment {service.App} isn't spread by {key}";

    private static IEnumerable<string> Scaled(Deployed deployed)
    {
        foreach (var app in new[] { "worker", "pusher" })
        {
            var replicas = deployed.Get<V1Deployment>(app).Spec.Replicas;
            if (deployed.All<V2HorizontalPodAutoscaler>()
                .SingleOrDefault(found => found.Spec.ScaleTargetRef is { Kind: "Deployment" } target && target.Name == app)
                is not { } scaler)
                yield return $"Deployment {app} has no HorizontalPodAutoscaler";
            else if (scaler.Spec.MinReplicas != replicas || scaler.Spec.MaxReplicas <= replicas)
                yield return $"HorizontalPodAutoscaler {app}: minReplicas must be the Deployment's {replicas}, maxReplicas more";
            else if (scaler.Spec.Behavior?.ScaleDown is not { StabilizationWindowSeconds: >= 300 } down
                || down.Policies is not [{ Type: "Pods", Value: 1, PeriodSeconds: >= 60 }]
                || scaler.Spec.Behavior.ScaleUp?.StabilizationWindowSeconds is not 0)
                yield return $"HorizontalPodAutoscaler {app} must scale down one pod at a time after 300 s, and up at once";
        }
    }

    private static IEnumerable<string> Sized(Deployed deployed) =>
        from pod in deployed.Pods()
        from container in pod.Pod.Containers
        from missing in Missing(container.Resources)
        select $"{pod.Name}: container {container.Name} has no {missing}";

    private static IEnumerable<string> Missing(V1ResourceRequirements? resources) =>
        from kind in new[] { "cpu", "memory" }
        from side in new[] { ("request", resources?.Requests), ("limit", resources?.Limits) }
        where side.Item2?.ContainsKey(kind) != true
        select $"{kind} {side.Item1}";

    internal static bool Selects(V1LabelSelector? selector, IDictionary<string, string> labels) =>
        selector is not null
        && (selector.MatchLabels ?? new Dictionary<string, string>()).All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value)
        && (selector.MatchExpressions ?? []).All(
            wanted => wanted.OperatorProperty == "In" && labels.TryGetValue(wanted.Key, out var value)
                && wanted.Values.Contains(value));
}
