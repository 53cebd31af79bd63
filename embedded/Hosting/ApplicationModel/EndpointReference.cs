namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource, named before its address is known.</summary>
public sealed class EndpointReference : IValueProvider, IManifestExpressionProvider
{
    internal EndpointReference(IResourceWithEndpoints resource, string endpointName)
    {
        Resource = resource;
        EndpointName = endpointName;
    }

    /// <summary>Whose endpoint it is.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>The endpoint's name.</summary>
    public string EndpointName { get; }

    /// <summary>Whether the resource has an endpoint of this name.</summary>
    public bool Exists => Find() is not null;

    /// <summary>Whether the address is known: the application runs.</summary>
    public bool IsAllocated => Find()?.AllocatedPort is not null;

    /// <summary>Such as <c>http</c>.</summary>
    public string Scheme => Annotation.UriScheme;

    /// <summary>Always the loopback name.</summary>
    public string Host { get; } = "localhost";

    /// <summary>The port that others call.</summary>
    public int Port => Annotation.AllocatedPort ?? throw new InvalidOperationException(
        $"The endpoint '{EndpointName}' of '{Resource.Name}' has no port before the application runs.");

    /// <summary>Such as <c>http://localhost:5080</c>.</summary>
    public string Url => $"{Scheme}://{Host}:{Port}";

    /// <inheritdoc/>
    public string ValueExpression => Property(EndpointProperty.Url).ValueExpression;

    internal EndpointAnnotation Annotation => Find() ?? throw new DistributedApplicationException(
        $"Resource '{Resource.Name}' has no endpoint '{EndpointName}': add it by WithHttpEndpoint(name: \"{EndpointName}\").");

    /// <summary>One part of the address.</summary>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    private EndpointAnnotation? Find() =>
        Resource.Annotations.OfType<EndpointAnnotation>().LastOrDefault(endpoint => endpoint.Name == EndpointName);
}
