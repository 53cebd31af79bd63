namespace Embedded.Sidecar.CommandLine;

/// <summary>The options of a sidecar, from flags and environment.</summary>
internal sealed record SidecarOptions
{
    /// <summary>The app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>The port of the app; null for a sidecar without an app to invoke or deliver to.</summary>
    public int? AppPort { get; init; }

    /// <summary>The protocol of the app.</summary>
    public AppProtocol AppProtocol { get; init; }

    /// <summary>The host on which the app listens.</summary>
    public string AppChannelAddress { get; init; } = "127.0.0.1";

    /// <summary>Port of the HTTP API; 0 takes a free one.</summary>
    public int HttpPort { get; init; } = 3500;

    /// <summary>Port of the gRPC API; 0 takes a free one.</summary>
    public int GrpcPort { get; init; } = 50001;

    /// <summary>Port for the invocations of other sidecars; 0 takes a free one.</summary>
    public int InternalPort { get; init; }

    /// <summary>The port that was chosen for metrics, which this sidecar doesn't serve; null where none was.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Addresses on which the APIs listen.</summary>
    public IReadOnlyList<string> ListenAddresses { get; init; } = ["127.0.0.1"];

    /// <summary>Folders with resource files.</summary>
    public IReadOnlyList<string> ResourcesPaths { get; init; } = [];

    /// <summary>Files with a Configuration; the last one counts.</summary>
    public IReadOnlyList<string> ConfigPaths { get; init; } = [];

    /// <summary>The lowest level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Whether the sidecar checks the app's health.</summary>
    public bool EnableAppHealthCheck { get; init; }

    /// <summary>The path of the health check, for HTTP apps.</summary>
    public string AppHealthCheckPath { get; init; } = "/healthz";

    /// <summary>The time between two health checks.</summary>
    public TimeSpan AppHealthProbeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time within which the app must answer a health check.</summary>
    public TimeSpan AppHealthProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Failures in a row after which the app counts as unhealthy, 1 or more.</summary>
    public int AppHealthThreshold { get; init; } = 3;

    /// <summary>The most requests that the app gets at the same time; null for no limit.</summary>
    public int? AppMaxConcurrency { get; init; }

    /// <summary>Largest request body and message, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The folder that holds state and queues. Sidecars with the same folder share both.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The token that callers of the API must send; null where none is required.</summary>
    public string? ApiToken { get; init; }

    /// <summary>The token that the sidecar sends to the app; null sends none.</summary>
    public string? AppToken { get; init; }

    /// <summary>The given flags that have no effect here.</summary>
    public IReadOnlyList<string> IgnoredFlags { get; init; } = [];

    /// <summary>The app's address, for example <c>http://127.0.0.1:5102</c>; null without an app.</summary>
    public string? AppAddress => AppPort is { } port ? $"http://{AppChannelAddress}:{port}" : null;
}

/// <summary>The protocol on the app's port.</summary>
internal enum AppProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>gRPC over cleartext HTTP/2.</summary>
    Grpc,
}
