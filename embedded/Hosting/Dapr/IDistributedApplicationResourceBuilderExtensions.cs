using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting;

/// <summary>Puts Dapr sidecars beside resources.</summary>
public static class IDistributedApplicationResourceBuilderExtensions
{
    /// <summary>Runs a sidecar beside the resource: one, however many replicas it has.</summary>
    public static IResourceBuilder<T> WithDaprSidecar<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<IDaprSidecarResource>> configureSidecar)
        where T : IResource
    {
        configureSidecar(builder.ApplicationBuilder.AddResource<IDaprSidecarResource>(new DaprSidecarResource(builder.Resource)));
        return builder;
    }

    /// <summary>Sets the sidecar's flags.</summary>
    public static IResourceBuilder<IDaprSidecarResource> WithOptions(this IResourceBuilder<IDaprSidecarResource> builder, DaprSidecarOptions options)
    {
        ((DaprSidecarResource)builder.Resource).Options = options;
        return builder;
    }

    /// <summary>Gives the sidecar a component, by the folder in which it is defined.</summary>
    public static IResourceBuilder<IDaprSidecarResource> WithReference(this IResourceBuilder<IDaprSidecarResource> builder, IResourceBuilder<IDaprComponentResource> component)
    {
        ((DaprSidecarResource)builder.Resource).Components.Add(component.Resource);
        return builder;
    }
}
