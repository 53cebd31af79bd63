namespace Embedded.Sidecar.Resiliency;

/// <summary>The policies of every target that the resiliency files name.</summary>
internal sealed class ResiliencySpec
{
    /// <summary>By app-id: invocations.</summary>
    public Dictionary<string, TargetPolicy> Apps { get; } = new(StringComparer.Ordinal);

    /// <summary>By component: what the app asks of it.</summary>
    public Dictionary<string, TargetPolicy> Outbound { get; } = new(StringComparer.Ordinal);

    /// <summary>By component: what it delivers to the app.</summary>
    public Dictionary<string, TargetPolicy> Inbound { get; } = new(StringComparer.Ordinal);
}
