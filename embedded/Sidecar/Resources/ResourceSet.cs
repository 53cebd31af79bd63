using Embedded.Sidecar.Policies;

namespace Embedded.Sidecar.Resources;

/// <summary>The resources of one app.</summary>
internal sealed class ResourceSet
{
    /// <summary>The components, by name.</summary>
    public Dictionary<string, Component> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The subscriptions of the files.</summary>
    public List<AppSubscription> Subscriptions { get; } = [];

    /// <summary>The policies.</summary>
    public ResiliencySpec Resiliency { get; } = new();

    /// <summary>The configuration; the defaults where no file has one.</summary>
    public SidecarConfiguration Configuration { get; set; } = new();

    /// <summary>The settings that have no effect here, one sentence for each.</summary>
    public List<string> Ignored { get; } = [];
}
