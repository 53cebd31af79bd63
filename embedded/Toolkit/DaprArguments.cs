using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

// The command line of a sidecar, with the flags that the package passes.
internal static class DaprArguments
{
    public static void Write(
        CommandLineArgsCallbackContext context, DaprSidecarResource sidecar, IResourceWithEndpoints process, string appHostDirectory)
    {
        var options = sidecar.Options;
        var app = AppEndpoint(sidecar, options);
        context.Args.Add("run");
        Add("--app-health-check-path", options.AppHealthCheckPath);
        Add("--app-health-probe-interval", options.AppHealthProbeInterval);
        Add("--app-health-probe-timeout", options.AppHealthProbeTimeout);
        Add("--app-health-threshold", options.AppHealthThreshold);
        Add("--app-id", options.AppId ?? sidecar.Application.Name);
        Add("--app-protocol", options.AppProtocol ?? (options.AppEndpoint is null ? "http" : app?.Scheme));
        Add("--config", Absolute(options.Config));
        AddFlag("--enable-api-logging", options.EnableApiLogging);
        AddFlag("--enable-app-health-check", options.EnableAppHealthCheck);
        Add("--log-level", options.LogLevel);
        Add("--placement-host-address", options.PlacementHostAddress);
        foreach (var folder in ResourceFolders())
            Add("--resources-path", folder);
        Add("--scheduler-host-address", options.SchedulerHostAddress);
        Add("--app-port", options.AppPort as object ?? app?.Property(EndpointProperty.Port));
        Add("--dapr-grpc-port", process.GetEndpoint("grpc").Property(EndpointProperty.TargetPort));
        Add("--dapr-http-port", process.GetEndpoint("http").Property(EndpointProperty.TargetPort));
        Add("--metrics-port", process.GetEndpoint("metrics").Property(EndpointProperty.TargetPort));
        Add("--app-channel-address", options.AppChannelAddress as object ?? app?.Property(EndpointProperty.Host));

        void Add(string flag, object? value)
        {
            if (value is null)
                return;
            context.Args.Add(flag);
            context.Args.Add(value is IFormattable number ? number.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : value);
        }

        void AddFlag(string flag, bool? value)
        {
            if (value is true)
                context.Args.Add(flag);
        }

        string? Absolute(string? path) => path is null ? null : Path.GetFullPath(path, appHostDirectory);

        IEnumerable<string> ResourceFolders() => options.ResourcesPaths.Select(path => Absolute(path)!)
            .Concat(sidecar.Components.Select(component => component.Options?.LocalPath is { } file
                ? Path.GetDirectoryName(Absolute(file))!
                : throw new DistributedApplicationException(
                    $"Component '{component.Name}' has no LocalPath; embedded/Toolkit makes up no components.")))
            .Distinct();
    }

    private static EndpointReference? AppEndpoint(DaprSidecarResource sidecar, DaprSidecarOptions options) =>
        sidecar.Application is IResourceWithEndpoints application
        && application.GetEndpoint(options.AppEndpoint ?? options.AppProtocol ?? "http") is { Exists: true } endpoint
            ? endpoint
            : null;
}
