using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Says things of resources: endpoints, environment, health, what they wait for.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Adds an HTTP endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that others call; null takes a free one.</param>
    /// <param name="targetPort">The port on which the process listens; null takes a free one.</param>
    /// <param name="name">The endpoint's name, by default <c>http</c>.</param>
    /// <param name="env">The variable that tells the process its port. Without one it is told by ASPNETCORE_URLS.</param>
    /// <param name="isProxied">Not to be false here: whether a proxy is needed follows from the replicas.</param>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of this name.</exception>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints
    {
        if (isProxied is false)
            throw new NotSupportedException("isProxied: false is not in the embedded build: one replica is never proxied here.");
        name ??= "http";
        if (builder.GetEndpoint(name).Exists)
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' has two endpoints named '{name}'.");
        return builder.With(new EndpointAnnotation(name, "http", port, targetPort, env));
    }

    /// <summary>Marks the resource's HTTP endpoints as meant for callers outside of the application.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Endpoints().Where(endpoint => endpoint.UriScheme is "http" or "https"))
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>An endpoint of the resource. It need not exist yet.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => builder.Resource.GetEndpoint(name);

    /// <summary>Changes the URL that is shown for an endpoint.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : IResource => builder.With(new UrlCallbackAnnotation(endpointName, callback, add: null));

    /// <summary>Shows another URL beside that of an endpoint. A relative one is taken relative to the endpoint.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Func<EndpointReference, ResourceUrlAnnotation> callback)
        where T : IResourceWithEndpoints => builder.With(new UrlCallbackAnnotation(endpointName, change: null, callback));

    /// <summary>Calls a path of an endpoint from time to time; the resource is healthy while the answer has the status.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path, by default <c>/</c>.</param>
    /// <param name="statusCode">The status, by default 200.</param>
    /// <param name="endpointName">The endpoint, by default <c>http</c>.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints => builder.With(new HttpHealthCheckAnnotation(endpointName ?? "http", path ?? "/", statusCode ?? 200));

    /// <summary>Starts the resource only once the other runs and is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.With(new WaitAnnotation(dependency.Resource));

    /// <summary>Tells the resource where the other's endpoints are, as service discovery reads it: <c>services__{name}__{endpoint}__0</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder.With(new EnvironmentCallbackAnnotation(context =>
        {
            foreach (var endpoint in source.Resource.Endpoints())
            {
                var url = source.Resource.GetEndpoint(endpoint.Name);
                context.EnvironmentVariables[VariableName($"{source.Resource.Name}_{endpoint.Name}")] = url;
                context.EnvironmentVariables[$"services__{source.Resource.Name}__{endpoint.Name}__0"] = url;
            }
        }));

    /// <summary>Sets a variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.WithVariable(name, value ?? "");

    /// <summary>Sets a variable to a text with values in it that are known when the application runs.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.WithVariable(name, value.GetExpression());

    /// <summary>Sets a variable to the URL of an endpoint.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.WithVariable(name, endpointReference);

    /// <summary>Sets a variable to a parameter's value.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.WithVariable(name, parameter.Resource);

    /// <summary>Sets variables when the application runs.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Action<EnvironmentCallbackContext> callback)
        where T : IResourceWithEnvironment => builder.With(new EnvironmentCallbackAnnotation(callback));

    internal static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, IResourceAnnotation annotation)
        where T : IResource
    {
        builder.Resource.Annotations.Add(annotation);
        return builder;
    }

    private static IResourceBuilder<T> WithVariable<T>(this IResourceBuilder<T> builder, string name, object value)
        where T : IResource => builder.With(new EnvironmentCallbackAnnotation(context => context.EnvironmentVariables[name] = value));

    private static string VariableName(string name) =>
        string.Create(name.Length, name, (letters, from) =>
        {
            for (var at = 0; at < letters.Length; at++)
                letters[at] = char.IsAsciiLetterOrDigit(from[at]) ? char.ToUpperInvariant(from[at]) : '_';
        });
}
