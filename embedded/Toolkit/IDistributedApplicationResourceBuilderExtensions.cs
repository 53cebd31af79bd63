using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting;

/// <summary>Adds Dapr sidecars to resources.</summary>
public static class IDistributedApplicationResourceBuilderExtensions
{
    /// <summary>Adds a sidecar to the resource: a single one for all replicas.</summary>
    public static IResourceBuilder<T> WithDaprSidecar<T>(
        this IResourceBuilder<T> builder, Action<IResourceBuilder<IDaprSidecarResource>> configureSidecar)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(configureSidecar);
        var sidecar = new DaprSidecarResource(builder.Resource);
        configureSidecar(builder.ApplicationBuilder
            .AddResource<IDaprSidecarResource>(sidecar)
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "DaprSidecar", Properties = [], IsHidden = true })
            .WithManifestPublishingCallback(context => DaprManifest.WriteSidecar(context, sidecar)));
        if (builder.ApplicationBuilder.ExecutionContext.IsRunMode)
            DaprCli.Add(builder.ApplicationBuilder, builder.Resource, sidecar);
        return builder.WithAnnotation(new DaprSidecarAnnotation(sidecar));
    }

    /// <summary>Sets the sidecar's flags.</summary>
    public static IResourceBuilder<IDaprSidecarResource> WithOptions(
        this IResourceBuilder<IDaprSidecarResource> builder, DaprSidecarOptions options) =>
        builder.WithAnnotation(new DaprSidecarOptionsAnnotation(options));

    /// <summary>Gives the sidecar a component, by the folder in which it is defined.</summary>
    public static IResourceBuilder<IDaprSidecarResource> WithReference(
        this IResourceBuilder<IDaprSidecarResource> builder, IResourceBuilder<IDaprComponentResource> component) =>
        builder.WithAnnotation(new DaprComponentReferenceAnnotation(component.Resource));
}
