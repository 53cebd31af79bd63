using System.CommandLine;
using System.Globalization;

namespace Embedded.Sidecar.CommandLine;

/// <summary>The flags of <c>dapr run</c>, as options of the verb <c>run</c>.</summary>
internal sealed class RunFlags
{
    public Option<string> AppId { get; } = new("--app-id", "-a") { Description = "The id under which other apps find this one", Required = true };

    public Option<int?> AppPort { get; } = Port("--app-port", "-p", "The port on which the app listens");

    public Option<string> AppProtocol { get; } = new("--app-protocol", "-P")
    {
        Description = "What the app speaks: http or grpc",
        DefaultValueFactory = _ => "http",
    };

    public Option<string> AppChannelAddress { get; } = new("--app-channel-address")
    {
        Description = "The host on which the app listens",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    public Option<int?> HttpPort { get; } = Port("--dapr-http-port", "-H", "Port of the HTTP API (3500; 0 takes a free one)");

    public Option<int?> GrpcPort { get; } = Port("--dapr-grpc-port", "-G", "Port of the gRPC API (50001; 0 takes a free one)");

    public Option<int?> InternalPort { get; } = Port("--dapr-internal-grpc-port", "-I", "Port for other sidecars (a free one)");

    public Option<int?> MetricsPort { get; } = Port("--metrics-port", "-M", "Accepted, no effect: there are no metrics");

    public Option<string?> ListenAddresses { get; } = new("--dapr-listen-addresses")
    {
        Description = "Comma separated addresses on which the APIs listen (127.0.0.1)",
    };

    public Option<string[]> ResourcesPath { get; } = new("--resources-path", "--components-path", "-d")
    {
        Description = "Folder with resource files; may be given several times",
    };

    public Option<string[]> Config { get; } = new("--config", "-c") { Description = "File with the Configuration" };

    public Option<string> Level { get; } = new("--log-level")
    {
        Description = "debug, info, warn, error or fatal",
        DefaultValueFactory = _ => "info",
    };

    public Option<bool> EnableAppHealthCheck { get; } = new("--enable-app-health-check") { Description = "Ask the app for its health" };

    public Option<string> AppHealthCheckPath { get; } = new("--app-health-check-path")
    {
        Description = "The path that is asked",
        DefaultValueFactory = _ => "/healthz",
    };

    public Option<int> AppHealthProbeInterval { get; } = Positive("--app-health-probe-interval", "Seconds between two health checks", 5);

    public Option<int> AppHealthProbeTimeout { get; } = Positive("--app-health-probe-timeout", "Milliseconds to wait for an answer", 500);

    public Option<int> AppHealthThreshold { get; } = Positive("--app-health-threshold", "Failures in a row that make it unhealthy", 3);

    public Option<int> AppMaxConcurrency { get; } = new("--app-max-concurrency")
    {
        Description = "Requests under way in the app at once; -1 for no limit",
        DefaultValueFactory = _ => -1,
    };

    public Option<int?> MaxRequestSize { get; } = new("--dapr-http-max-request-size") { Description = "Largest request body in MB (4)" };

    public Option<string?> MaxBodySize { get; } = new("--max-body-size", "-B") { Description = "Largest request body, for example 4Mi" };

    /// <summary>Flags of <c>dapr run</c> that have no effect in this sidecar.</summary>
    public IReadOnlyList<Option> Ignored { get; } =
    [
        new Option<bool>("--enable-api-logging") { Description = "Accepted, no effect: API calls are not logged" },
        new Option<string?>("--placement-host-address") { Description = "Accepted, no effect: there are no actors here" },
        new Option<string?>("--scheduler-host-address") { Description = "Accepted, no effect: there are no jobs here" },
        new Option<int?>("--dapr-http-read-buffer-size") { Description = "Accepted, no effect" },
        new Option<string?>("--read-buffer-size", "-R") { Description = "Accepted, no effect" },
        new Option<bool>("--enable-profiling") { Description = "Accepted, no effect" },
        new Option<int?>("--profile-port") { Description = "Accepted, no effect" },
        new Option<string?>("--runtime-path") { Description = "Accepted, no effect" },
    ];

    /// <summary>All flags, in the order in which help shows them.</summary>
    public IEnumerable<Option> All =>
    [
        AppId, AppPort, AppProtocol, AppChannelAddress, HttpPort, GrpcPort, InternalPort, MetricsPort, ListenAddresses,
        ResourcesPath, Config, Level, EnableAppHealthCheck, AppHealthCheckPath, AppHealthProbeInterval,
        AppHealthProbeTimeout, AppHealthThreshold, AppMaxConcurrency, MaxRequestSize, MaxBodySize, .. Ignored,
    ];

    private static Option<int?> Port(string name, string alias, string description)
    {
        var option = new Option<int?>(name, alias) { Description = description };
        option.Validators.Add(result =>
        {
            // Checks the text, because reading the value of a text that is no number throws.
            if (result.Tokens is [var given, ..]
                && !(int.TryParse(given.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port)
                    && port is >= -1 and <= 65535))
                result.AddError($"{name}: '{given.Value}' is no port, which is a number from 0 to 65535");
        });
        return option;
    }

    private static Option<int> Positive(string name, string description, int otherwise)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..]
                && !(int.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1))
                result.AddError($"{name}: '{given.Value}' is no whole number, 1 or more");
        });
        return option;
    }
}
