using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting.Runtime;

// The command line that the toolkit gives to a sidecar, flag by flag.
internal static class SidecarArguments
{
    public static IReadOnlyList<string> Of(DaprSidecarResource sidecar, DaprCliResource process, string appHostDirectory)
    {
        var options = sidecar.Options;
        var app = AppEndpoint(sidecar);
        List<string> arguments = ["run"];
        Add("--app-health-check-path", options.AppHealthCheckPath);
        Add("--app-health-probe-interval", options.AppHealthProbeInterval);
        Add("--app-health-probe-timeout", options.AppHealthProbeTimeout);
        Add("--app-health-threshold", options.AppHealthThreshold);
        Add("--app-id", options.AppId ?? sidecar.Application.Name);
        Add("--app-protocol", options.AppProtocol);
        Add("--config", Absolute(options.Config));
        AddFlag("--enable-api-logging", options.EnableApiLogging);
        AddFlag("--enable-app-health-check", options.EnableAppHealthCheck);
        Add("--log-level", options.LogLevel);
        Add("--placement-host-address", options.PlacementHostAddress);
        foreach (var folder in ResourceFolders())
            Add("--resources-path", folder);
        Add("--scheduler-host-address", options.SchedulerHostAddress);
        Add("--app-port", options.AppPort ?? app?.Port);
        Add("--dapr-grpc-port", process.GetEndpoint("grpc").Port);
        Add("--dapr-http-port", process.GetEndpoint("http").Port);
        Add("--metrics-port", process.GetEndpoint("metrics").Port);
        Add("--app-channel-address", options.AppChannelAddress ?? app?.Host);
        if (options.AppProtocol is null)
            Add("--app-protocol", options.AppEndpoint is null ? "http" : app?.Scheme);
        return arguments;

        void Add(string flag, IConvertible? value)
        {
            if (value is not null)
                arguments.AddRange([flag, value.ToString(CultureInfo.InvariantCulture)]);
        }

        void AddFlag(string flag, bool? value)
        {
            if (value is true)
                arguments.Add(flag);
        }

        string? Absolute(string? path) => path is null ? null : Path.GetFullPath(path, appHostDirectory);

        IEnumerable<string> ResourceFolders() => options.ResourcesPaths.Select(path => Absolute(path)!)
            .Concat(sidecar.Components
                .Select(component => component.Options?.LocalPath is { } file
                    ? Path.GetDirectoryName(Absolute(file))!
                    : throw new DistributedApplicationException($"Component '{component.Name}' has no LocalPath; the embedded build makes up no components.")))
            .Distinct();
    }

    private static EndpointReference? AppEndpoint(DaprSidecarResource sidecar) =>
        sidecar.Application is IResourceWithEndpoints application
        && application.GetEndpoint(sidecar.Options.AppEndpoint ?? sidecar.Options.AppProtocol ?? "http") is { IsAllocated: true } endpoint
            ? endpoint
            : null;
}
