using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Hosting.Tests;

internal static class Services
{
    public static IResourceBuilder<ProjectResource> AddService(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject<Projects.Hosting_TestApp>(name, launchProfileName: null).WithHttpEndpoint().WithHttpHealthCheck("/health");

    // A process with a sidecar, which others reach by the service's app-id.
    public static IResourceBuilder<ProjectResource> AddMember(this IDistributedApplicationBuilder builder, string name, string appId) =>
        builder.AddService(name).WithDaprSidecar(sidecar => sidecar.WithOptions(new DaprSidecarOptions { AppId = appId, AppProtocol = "http" }));
}
