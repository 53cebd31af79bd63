using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

// The process of a sidecar, which is an ordinary executable to Aspire. The sidecar listens on a port that the options
// choose; without one, Aspire chooses a free port and puts a proxy in front of it.
internal static class DaprCli
{
    public static void Add(IDistributedApplicationBuilder builder, IResource application, DaprSidecarResource sidecar)
    {
        var options = sidecar.Options;
        var process = builder.AddExecutable($"{sidecar.Name}-cli", "dapr", builder.AppHostDirectory)
            .WithHttpEndpoint(options.DaprHttpPort, name: "http", isProxied: options.DaprHttpPort is null)
            .WithHttpEndpoint(options.DaprGrpcPort, name: "grpc", isProxied: options.DaprGrpcPort is null)
            .WithHttpEndpoint(options.MetricsPort, name: "metrics", isProxied: options.MetricsPort is null)
            .WithHttpHealthCheck("/v1.0/healthz", 204, "http")
            .WithArgs(context => DaprArguments.Write(context, sidecar, (IResourceWithEndpoints)context.Resource, builder.AppHostDirectory))
            .WithOtlpExporter()
            .ExcludeFromManifest();
        if (application is IResourceWithEnvironment withEnvironment)
            builder.CreateResourceBuilder(withEnvironment).WithEnvironment(context => TellPorts(context, process));
        if (application is IResourceWithParent or ProjectResource)
            process.WithParentRelationship(application);
        builder.Eventing.Subscribe<BeforeStartEvent>((starting, _) => PrepareAsync(starting, application, process.Resource));
    }

    // Includes what AppHost sets after the call of WithDaprSidecar.
    private static Task PrepareAsync(BeforeStartEvent starting, IResource application, ExecutableResource process)
    {
        var path = starting.Services.GetRequiredService<IOptions<DaprOptions>>().Value.DaprPath;
        if (path is not null)
            process.Annotations.OfType<ExecutableAnnotation>().Last().Command = path;
        foreach (var annotation in application.Annotations.Where(annotation => annotation is WaitAnnotation or ExplicitStartupAnnotation))
            process.Annotations.Add(annotation);
        return Task.CompletedTask;
    }

    private static void TellPorts(EnvironmentCallbackContext context, IResourceBuilder<ExecutableResource> process)
    {
        foreach (var (endpoint, name) in new[] { (process.GetEndpoint("http"), "HTTP"), (process.GetEndpoint("grpc"), "GRPC") })
        {
            context.EnvironmentVariables.TryAdd($"DAPR_{name}_PORT", endpoint.Property(EndpointProperty.Port));
            context.EnvironmentVariables.TryAdd($"DAPR_{name}_ENDPOINT", endpoint);
        }
    }
}
