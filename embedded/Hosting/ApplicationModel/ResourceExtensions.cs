namespace Aspire.Hosting.ApplicationModel;

/// <summary>Reads what was said of a resource.</summary>
public static class ResourceExtensions
{
    /// <summary>An endpoint of the resource. It need not exist yet.</summary>
    public static EndpointReference GetEndpoint(this IResourceWithEndpoints resource, string endpointName) =>
        new(resource, endpointName);

    internal static int ReplicaCount(this IResource resource) =>
        resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    internal static IEnumerable<EndpointAnnotation> Endpoints(this IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>();
}
