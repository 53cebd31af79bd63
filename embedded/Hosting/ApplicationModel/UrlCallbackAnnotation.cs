namespace Aspire.Hosting.ApplicationModel;

// Changes the URL of an endpoint, or adds one beside it; called once the ports are known.
internal sealed class UrlCallbackAnnotation(string endpoint, Action<ResourceUrlAnnotation>? change, Func<EndpointReference, ResourceUrlAnnotation>? add) : IResourceAnnotation
{
    public string Endpoint { get; } = endpoint;

    public Action<ResourceUrlAnnotation>? Change { get; } = change;

    public Func<EndpointReference, ResourceUrlAnnotation>? Add { get; } = add;
}
