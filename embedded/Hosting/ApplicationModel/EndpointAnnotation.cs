namespace Aspire.Hosting.ApplicationModel;

/// <summary>One endpoint of a resource: what was asked for, and once the application runs, what it got.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    internal EndpointAnnotation(string name, string scheme, int? port, int? targetPort, string? env)
    {
        Name = name;
        UriScheme = scheme;
        Port = port is 0 ? null : port;
        TargetPort = targetPort;
        TargetPortEnvironmentVariable = env;
    }

    /// <summary>Unique in the resource.</summary>
    public string Name { get; }

    /// <summary>Such as <c>http</c>.</summary>
    public string UriScheme { get; }

    /// <summary>The port that others call; null (or 0) takes a free one.</summary>
    public int? Port { get; }

    /// <summary>The port on which the process listens; null takes a free one.</summary>
    public int? TargetPort { get; }

    /// <summary>Whether the endpoint is for callers outside of the application.</summary>
    public bool IsExternal { get; internal set; }

    // The variable that tells the process its port; without one, an http endpoint is told by ASPNETCORE_URLS.
    internal string? TargetPortEnvironmentVariable { get; }

    // Set once, before anything is started.
    internal int? AllocatedPort { get; set; }

    // Callers reach it through AppHost's proxy, which spreads over the replicas.
    internal bool IsProxied { get; set; }
}
