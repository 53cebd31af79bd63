namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that runs as one process, or as several replicas.</summary>
/// <param name="name">The resource's name.</param>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport;
