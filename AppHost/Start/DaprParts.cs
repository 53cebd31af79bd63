namespace Auctions.AppHost.Start;

/// <summary>Dapr's resources: components, and a sidecar beside each process.</summary>
internal sealed class DaprParts
{
    private readonly IDistributedApplicationBuilder _builder;
    private readonly Ports _ports;
    private readonly string _folder;

    /// <summary>Takes the machine's <c>dapr</c>, and the embedded sidecar where there is none.</summary>
    public DaprParts(IDistributedApplicationBuilder builder, Ports ports)
    {
        _builder = builder;
        _ports = ports;
        Cli = DaprCli.Find();
        var standIn = Cli is null && !builder.ExecutionContext.IsPublishMode;
        _folder = Path.GetFullPath(standIn ? "../components/embedded" : "../components", builder.AppHostDirectory);
        builder.AddDapr(options => options.DaprPath = Cli ?? DaprCli.Embedded);
    }

    /// <summary>The path of the machine's <c>dapr</c>; null where it has none.</summary>
    public string? Cli { get; }

    /// <summary>What runs the sidecars, in words.</summary>
    public string Words => $"Sidecars by {Cli ?? DaprCli.Embedded}, started by {typeof(DaprOptions).Assembly.GetName().Name}";

    /// <summary>Adds a component by its file under components/.</summary>
    public IResourceBuilder<IDaprComponentResource> Component(string name, string type) =>
        _builder.AddDaprComponent(name, type, new DaprComponentOptions { LocalPath = $"{_folder}/{name}.yaml" });

    /// <summary>Says of a sidecar what it is beside and which components it uses.</summary>
    public Action<IResourceBuilder<IDaprSidecarResource>> Sidecar(string appId, string protocol, params IResourceBuilder<IDaprComponentResource>[] uses) =>
        sidecar => uses.Aggregate(sidecar, (built, component) => built.WithReference(component)).WithOptions(new DaprSidecarOptions
        {
            AppId = appId,
            AppProtocol = protocol,
            EnableAppHealthCheck = true,
            AppHealthCheckPath = "/health",
            Config = $"{_folder}/config.yaml",
            DaprHttpPort = _ports.Free(),
            DaprGrpcPort = _ports.Free(),
            MetricsPort = _ports.Free(),
        });
}
