namespace Auctions.AppHost.Supervision;

/// <summary>One process of a service with its sidecar, like a pod in Kubernetes.</summary>
/// <param name="App">The process.</param>
/// <param name="IsSpare">Whether the process starts only when the service is scaled up to it.</param>
internal sealed record ServiceMember(ProjectResource App, bool IsSpare)
{
    private const string SidecarSuffix = "-dapr-cli";

    /// <summary>The name of the process.</summary>
    public string Name => App.Name;

    /// <summary>The name that the Dapr toolkit gives the sidecar of a process.</summary>
    public static string SidecarOf(string process) => process + SidecarSuffix;

    /// <summary>Whether a resource is a sidecar.</summary>
    public static bool IsSidecar(IResource resource) =>
        resource is ExecutableResource && resource.Name.EndsWith(SidecarSuffix, StringComparison.Ordinal);

    /// <summary>The sidecar; null if the process has none.</summary>
    public IResource? SidecarIn(DistributedApplicationModel model) => model.Resources.FirstOrDefault(resource => resource.Name == SidecarOf(Name));

    /// <summary>The process and its sidecar.</summary>
    public IEnumerable<IResource> PartsIn(DistributedApplicationModel model) => SidecarIn(model) is { } sidecar ? [App, sidecar] : [App];
}
