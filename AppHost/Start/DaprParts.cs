namespace Auctions.AppHost.Start;

/// <summary>Dapr's resources: the components, and a sidecar beside each process.</summary>
internal sealed class DaprParts
{
    private readonly IDistributedApplicationBuilder _builder;
    private readonly Ports _ports;
    private readonly string _folder;

    /// <summary>Chooses the machine's <c>dapr</c> or, if there is none, the embedded sidecar.</summary>
    public DaprParts(IDistributedApplicationBuilder builder, Ports ports)
    {
        _builder = builder;
        _ports = ports;
        Cli = DaprCli.Find();
        var embedded = Cli is null && !builder.ExecutionContext.IsPublishMode;
        _folder = Path.GetFullPath(embedded ? "../components/embedded" : "../components", builder.AppHostDirectory);
        builder.AddDapr(options => options.DaprPath = Cli ?? DaprCli.Embedded);
    }

    /// <summary>The path of the machine's <c>dapr</c>; null if there is none.</summary>
    public string? Cli { get; }

    /// <summary>A line that says which program runs the sidecars, and which toolkit starts them.</summary>
    public string Description => $"Sidecars by {Cli ?? DaprCli.Embedded}, started by {typeof(DaprOptions).Assembly.GetName().Name}";

    /// <summary>Adds a component by its file under components/.</summary>
    public IResourceBuilder<IDaprComponentResource> Component(string name, string type) =>
        _builder.AddDaprComponent(name, type, new DaprComponentOptions { LocalPath = $"{_folder}/{name}.yaml" });

    /// <summary>Configures a sidecar with its app's id and protocol and the components that the app uses.</summary>
    public Action<IResourceBuilder<IDaprSidecarResource>> Sidecar(
        string appId, string protocol, params IResourceBuilder<IDaprComponentResource>[] uses) =>
        sidecar => uses.Aggregate(sidecar, (built, component) => built.WithReference(component)).WithOptions(new DaprSidecarOptions
        {
            AppId = appId,
            AppProtocol = protocol,
            EnableAppHealthCheck = true,
            AppHealthCheckPath = "/health/self",
            Config = $"{_folder}/config.yaml",
            DaprHttpPort = _ports.Free(),
            DaprGrpcPort = _ports.Free(),
            MetricsPort = _ports.Free(),
        });
}
