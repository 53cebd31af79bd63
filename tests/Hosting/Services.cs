using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Hosting.Tests;

internal static class Services
{
    public static IResourceBuilder<ProjectResource> AddService(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject<Projects.Hosting_TestApp>(name, launchProfileName: null).WithHttpEndpoint().WithHttpHealthCheck("/health");
}
