using Embedded.Sidecar.Resiliency;

namespace Embedded.Sidecar.Resources;

/// <summary>What the resource files say to one app.</summary>
internal sealed class ResourceSet
{
    /// <summary>The components, by name.</summary>
    public Dictionary<string, Component> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The subscriptions that files ask for.</summary>
    public List<AppSubscription> Subscriptions { get; } = [];

    /// <summary>The policies.</summary>
    public ResiliencySpec Resiliency { get; } = new();

    /// <summary>The configuration; defaults where there is none.</summary>
    public SidecarConfiguration Configuration { get; set; } = new();

    /// <summary>What was read and has no effect, one sentence each.</summary>
    public List<string> Ignored { get; } = [];
}
