using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

// The process of a sidecar.
internal sealed class DaprCliResource : Resource, IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public DaprCliResource(DaprSidecarResource sidecar)
        : base($"{sidecar.Name}-cli")
    {
        Sidecar = sidecar;
        Annotations.Add(new EndpointAnnotation("http", "http", sidecar.Options.DaprHttpPort, targetPort: null, env: null));
        Annotations.Add(new EndpointAnnotation("grpc", "http", sidecar.Options.DaprGrpcPort, targetPort: null, env: null));
        Annotations.Add(new EndpointAnnotation("metrics", "http", sidecar.Options.MetricsPort, targetPort: null, env: null));
        Annotations.Add(new HttpHealthCheckAnnotation("http", "/v1.0/healthz", 204));
        foreach (var wait in sidecar.Application.Annotations.OfType<WaitAnnotation>())
            Annotations.Add(wait);
    }

    public DaprSidecarResource Sidecar { get; }
}
