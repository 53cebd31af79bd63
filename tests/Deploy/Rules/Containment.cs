using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests.Rules;

internal static class Containment
{
    public static readonly Rule[] Rules =
    [
        new("No container runs as root", NotRoot),
        new("No container has privileges", Unprivileged),
        new("Every container is read-only except for its volumes", ReadOnly),
        new("No pod has a token for the Kubernetes API, and every service has its own account", NoToken),
        new("The namespace enforces pod security", Enforced),
        new("Every image has a tag, and none is latest", Tagged),
    ];

    private static IEnumerable<string> NotRoot(Deployed deployed) =>
        from pod in deployed.Pods()
        from container in pod.Pod.Containers
        let user = container.SecurityContext?.RunAsUser ?? pod.Pod.SecurityContext?.RunAsUser
        let nonRoot = container.SecurityContext?.RunAsNonRoot ?? pod.Pod.SecurityContext?.RunAsNonRoot
        let wanted = IsOurs(container) ? 1654 : 999
        where nonRoot != true || user != wanted
        select $"{pod.Name}: container {container.Name} must run as user {wanted} with runAsNonRoot";

    private static IEnumerable<string> Unprivileged(Deployed deployed) =>
        from pod in deployed.Pods()
        from container in pod.Pod.Containers
        let security = container.SecurityContext
        where security?.AllowPrivilegeEscalation != false || security.Capabilities?.Drop?.Contains("ALL") != true
            || security.Capabilities.Add?.Count > 0
            || (security.SeccompProfile ?? pod.Pod.SecurityContext?.SeccompProfile)?.Type != "RuntimeDefault"
        select $"{pod.Name}: container {container.Name} must drop ALL capabilities, must not escalate, "
            + "and must have the RuntimeDefault seccomp profile";

    private static IEnumerable<string> ReadOnly(Deployed deployed) =>
        from pod in deployed.Pods()
        from container in pod.Pod.Containers
        let tmp = container.VolumeMounts?.FirstOrDefault(mount => mount.MountPath == "/tmp")
        let hasTmp = !IsOurs(container)
            || pod.Pod.Volumes?.Any(volume => volume.Name == tmp?.Name && volume.EmptyDir is { SizeLimit: not null }) == true
        let isQuiet = !IsOurs(container) || container.Env?.Any(variable => variable is { Name: "DOTNET_EnableDiagnostics", Value: "0" }) == true
        where container.SecurityContext?.ReadOnlyRootFilesystem != true || !hasTmp || !isQuiet
        select $"{pod.Name}: container {container.Name} must be read-only, with a small emptyDir at /tmp and DOTNET_EnableDiagnostics=0";

    private static IEnumerable<string> NoToken(Deployed deployed)
    {
        foreach (var (name, pod) in deployed.Pods())
            if (pod.AutomountServiceAccountToken != false)
                yield return $"{name} mounts a token: automountServiceAccountToken must be false";
        foreach (var (app, _, pod, _) in deployed.Services())
            if (pod.ServiceAccountName != app || deployed.Find<V1ServiceAccount>(app)?.AutomountServiceAccountToken != false)
                yield return $"Deployment {app} must run under the ServiceAccount {app}, which mounts no token";
            else if (Deployed.Apps.Contains(app) && deployed.Annotation(app, "dapr.io/disable-builtin-k8s-secret-store") != "true")
                yield return $"Deployment {app}: its sidecar would need a token for the built-in secret store";
    }

    private static IEnumerable<string> Enforced(Deployed deployed) =>
        from found in deployed.All<V1Namespace>()
        let labels = found.Metadata.Labels ?? new Dictionary<string, string>()
        where labels.TryGetValue("pod-security.kubernetes.io/enforce", out var level) is false || level is not ("restricted" or "baseline")
            || labels.TryGetValue("pod-security.kubernetes.io/warn", out var warned) is false || warned != "restricted"
        select $"Namespace {found.Metadata.Name} must enforce a pod security level and warn of restricted";

    private static IEnumerable<string> Tagged(Deployed deployed) =>
        from pod in deployed.Pods()
        from container in pod.Pod.Containers
        let tag = container.Image.LastIndexOf(':') is var at && at > container.Image.LastIndexOf('/') ? container.Image[(at + 1)..] : ""
        where tag is "" or "latest"
        select $"{pod.Name}: container {container.Name} has the image {container.Image}";

    private static bool IsOurs(V1Container container) => container.Name == Deployed.Gateway || Deployed.Apps.Contains(container.Name);
}
