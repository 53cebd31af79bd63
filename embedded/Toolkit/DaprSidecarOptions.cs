using System.Collections.Immutable;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

/// <summary>The flags of a sidecar. An option that isn't set adds no flag.</summary>
public sealed record DaprSidecarOptions
{
    /// <summary><c>--app-id</c>; by default the resource's name.</summary>
    public string? AppId { get; init; }

    /// <summary><c>--app-port</c>; by default the port of <see cref="AppEndpoint"/>.</summary>
    public int? AppPort { get; init; }

    /// <summary><c>--app-protocol</c>: http or grpc.</summary>
    public string? AppProtocol { get; init; }

    /// <summary>The endpoint that the sidecar calls; by default the one named as the protocol.</summary>
    public string? AppEndpoint { get; init; }

    /// <summary><c>--app-channel-address</c>; by default the endpoint's host.</summary>
    public string? AppChannelAddress { get; init; }

    /// <summary><c>--enable-app-health-check</c></summary>
    public bool? EnableAppHealthCheck { get; init; }

    /// <summary><c>--app-health-check-path</c></summary>
    public string? AppHealthCheckPath { get; init; }

    /// <summary><c>--app-health-probe-interval</c>, in seconds.</summary>
    public int? AppHealthProbeInterval { get; init; }

    /// <summary><c>--app-health-probe-timeout</c>, in milliseconds.</summary>
    public int? AppHealthProbeTimeout { get; init; }

    /// <summary><c>--app-health-threshold</c>, in failures.</summary>
    public int? AppHealthThreshold { get; init; }

    /// <summary><c>--config</c>: a YAML file, relative to AppHost's folder.</summary>
    public string? Config { get; init; }

    /// <summary><c>--dapr-http-port</c>; by default a free one.</summary>
    public int? DaprHttpPort { get; init; }

    /// <summary><c>--dapr-grpc-port</c>; by default a free one.</summary>
    public int? DaprGrpcPort { get; init; }

    /// <summary><c>--metrics-port</c>; by default a free one.</summary>
    public int? MetricsPort { get; init; }

    /// <summary><c>--enable-api-logging</c></summary>
    public bool? EnableApiLogging { get; init; }

    /// <summary><c>--log-level</c></summary>
    public string? LogLevel { get; init; }

    /// <summary><c>--placement-host-address</c></summary>
    public string? PlacementHostAddress { get; init; }

    /// <summary><c>--scheduler-host-address</c></summary>
    public string? SchedulerHostAddress { get; init; }

    /// <summary><c>--resources-path</c>, beside the folders of the referenced components.</summary>
    public IImmutableSet<string> ResourcesPaths { get; init; } = ImmutableHashSet<string>.Empty;
}
