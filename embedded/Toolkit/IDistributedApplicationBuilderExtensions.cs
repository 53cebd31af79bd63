using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Adds Dapr to an application.</summary>
public static class IDistributedApplicationBuilderExtensions
{
    /// <summary>Sets the options of all sidecars.</summary>
    public static IDistributedApplicationBuilder AddDapr(this IDistributedApplicationBuilder builder, Action<DaprOptions>? configure = null)
    {
        if (configure is not null)
            builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Adds a component.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The component's name, as its YAML has it.</param>
    /// <param name="type">The component's type, such as <c>pubsub</c>.</param>
    /// <param name="options">How it is defined.</param>
    public static IResourceBuilder<IDaprComponentResource> AddDaprComponent(
        this IDistributedApplicationBuilder builder, string name, string type, DaprComponentOptions? options = null) => builder
        .AddResource<IDaprComponentResource>(new DaprComponentResource(name, type) { Options = options })
        .WithInitialState(new CustomResourceSnapshot { ResourceType = "DaprComponent", Properties = [], IsHidden = true })
        .WithManifestPublishingCallback(context => DaprManifest.WriteComponent(context, name, type, options));
}
