namespace Embedded.Sidecar.CommandLine;

/// <summary>What one sidecar was asked to be, by flags and environment.</summary>
internal sealed record SidecarOptions
{
    /// <summary>The app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Where the app listens; null where nothing is to be delivered or invoked.</summary>
    public int? AppPort { get; init; }

    /// <summary>What the app speaks.</summary>
    public AppProtocol AppProtocol { get; init; }

    /// <summary>The host on which the app listens.</summary>
    public string AppChannelAddress { get; init; } = "127.0.0.1";

    /// <summary>Port of the HTTP API; 0 takes a free one.</summary>
    public int HttpPort { get; init; } = 3500;

    /// <summary>Port of the gRPC API; 0 takes a free one.</summary>
    public int GrpcPort { get; init; } = 50001;

    /// <summary>Port on which other sidecars hand over invocations; 0 takes a free one.</summary>
    public int InternalPort { get; init; }

    /// <summary>Port of /metrics; null listens on none.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Addresses on which the APIs listen.</summary>
    public IReadOnlyList<string> ListenAddresses { get; init; } = ["127.0.0.1"];

    /// <summary>Folders with resource files.</summary>
    public IReadOnlyList<string> ResourcesPaths { get; init; } = [];

    /// <summary>Files with a Configuration; the last one counts.</summary>
    public IReadOnlyList<string> ConfigPaths { get; init; } = [];

    /// <summary>From which level on lines are logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Whether each API call gets a line in the log.</summary>
    public bool EnableApiLogging { get; init; }

    /// <summary>Whether the app is asked for its health.</summary>
    public bool EnableAppHealthCheck { get; init; }

    /// <summary>The path that is asked, for HTTP apps.</summary>
    public string AppHealthCheckPath { get; init; } = "/healthz";

    /// <summary>Time between two questions.</summary>
    public TimeSpan AppHealthProbeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time within which the app must answer.</summary>
    public TimeSpan AppHealthProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Failures in a row after which the app counts as unhealthy, 1 or more.</summary>
    public int AppHealthThreshold { get; init; } = 3;

    /// <summary>Requests under way in the app at once; null for no limit.</summary>
    public int? AppMaxConcurrency { get; init; }

    /// <summary>Largest request body and message, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Folder that holds state and queues; the sidecars that share it form one system.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Token that callers of the API must show; null where none is needed.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Token that is shown to the app; null where none is.</summary>
    public string? AppToken { get; init; }

    /// <summary>Flags that were accepted and have no effect here.</summary>
    public IReadOnlyList<string> IgnoredFlags { get; init; } = [];

    /// <summary>Where the app is, for example <c>http://127.0.0.1:5102</c>; null without an app.</summary>
    public string? AppAddress => AppPort is { } port ? $"http://{AppChannelAddress}:{port}" : null;
}
