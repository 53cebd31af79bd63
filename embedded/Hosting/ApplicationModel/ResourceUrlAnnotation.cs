namespace Aspire.Hosting.ApplicationModel;

/// <summary>A URL that is shown for a resource.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>Absolute, or relative to <see cref="Endpoint"/>.</summary>
    public required string Url { get; set; }

    /// <summary>What stands beside the URL; null shows the URL alone.</summary>
    public string? DisplayText { get; set; }

    /// <summary>The endpoint to which it belongs.</summary>
    public EndpointReference? Endpoint { get; init; }
}
