using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Publishing;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

// Writes the properties that the package writes into a manifest, without those that aren't set.
internal static class DaprManifest
{
    public static void WriteComponent(ManifestPublishingContext context, string name, string type, DaprComponentOptions? options)
    {
        var json = context.Writer;
        json.WriteString("type", "dapr.component.v0");
        json.WriteStartObject("daprComponent");
        if (options?.LocalPath is { } file)
            json.WriteString("localPath", context.GetManifestRelativePath(file));
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    public static void WriteSidecar(ManifestPublishingContext context, DaprSidecarResource sidecar)
    {
        var options = sidecar.Options;
        var json = context.Writer;
        json.WriteString("type", "dapr.v0");
        json.WriteStartObject("dapr");
        Write("application", sidecar.Application.Name);
        Write("appChannelAddress", options.AppChannelAddress);
        Write("appHealthCheckPath", options.AppHealthCheckPath);
        Write("appHealthProbeInterval", options.AppHealthProbeInterval);
        Write("appHealthProbeTimeout", options.AppHealthProbeTimeout);
        Write("appHealthThreshold", options.AppHealthThreshold);
        Write("appId", options.AppId ?? sidecar.Application.Name);
        Write("appPort", options.AppPort);
        Write("appProtocol", options.AppProtocol);
        Write("components", sidecar.Components.Select(component => component.Name).ToArray());
        Write("config", context.GetManifestRelativePath(options.Config));
        Write("daprGrpcPort", options.DaprGrpcPort);
        Write("daprHttpPort", options.DaprHttpPort);
        Write("enableApiLogging", options.EnableApiLogging);
        Write("enableAppHealthCheck", options.EnableAppHealthCheck);
        Write("logLevel", options.LogLevel);
        Write("metricsPort", options.MetricsPort);
        Write("placementHostAddress", options.PlacementHostAddress);
        Write("resourcesPath", options.ResourcesPaths.Select(context.GetManifestRelativePath).ToArray());
        Write("schedulerHostAddress", options.SchedulerHostAddress);
        json.WriteEndObject();

        void Write(string property, object? value)
        {
            if (value is null or Array { Length: 0 })
                return;
            json.WritePropertyName(property);
            JsonSerializer.Serialize(json, value);
        }
    }
}
