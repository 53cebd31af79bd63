namespace Auctions.AppHost.Supervision;

/// <summary>One process of a service with its sidecar: what a pod is in Kubernetes.</summary>
/// <param name="App">The process.</param>
/// <param name="IsSpare">Whether it starts only once the service is scaled up to it.</param>
internal sealed record ServiceMember(ProjectResource App, bool IsSpare)
{
    /// <summary>The name of both.</summary>
    public string Name => App.Name;

    /// <summary>Its sidecar, as the toolkit calls it; null where it has none.</summary>
    public IResource? SidecarIn(DistributedApplicationModel model) => model.Resources.FirstOrDefault(resource => resource.Name == $"{Name}-dapr-cli");

    /// <summary>The process and its sidecar.</summary>
    public IEnumerable<IResource> PartsIn(DistributedApplicationModel model) => SidecarIn(model) is { } sidecar ? [App, sidecar] : [App];
}
