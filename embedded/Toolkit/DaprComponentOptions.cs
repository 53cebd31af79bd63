namespace CommunityToolkit.Aspire.Hosting.Dapr;

/// <summary>How a component is defined.</summary>
public sealed record DaprComponentOptions
{
    /// <summary>Its YAML file, relative to AppHost's folder. A sidecar loads every YAML in that file's folder.</summary>
    public string? LocalPath { get; init; }
}
