using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting.Publishing;

// The manifest, in the schema and the order in which Aspire 13 writes it: the resources as AppHost.cs adds them, values
// that are known only where it is deployed as {expressions}, and paths relative to the manifest.
internal sealed class ManifestWriter(string path, IEnumerable<IResource> resources, DistributedApplicationExecutionContext execution)
{
    // Aspire's own writer escapes as little as this.
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;

    public async Task WriteAsync(Stream content, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(content, Layout);
        json.WriteStartObject();
        json.WriteStartObject("resources");
        foreach (var resource in resources)
        {
            json.WriteStartObject(resource.Name);
            Write(json, resource);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    private void Write(Utf8JsonWriter json, IResource resource)
    {
        switch (resource)
        {
            case ParameterResource parameter:
                WriteParameter(json, parameter);
                break;
            case ProjectResource project:
                WriteProject(json, project);
                break;
            case DaprComponentResource component:
                WriteComponent(json, component);
                break;
            case DaprSidecarResource sidecar:
                WriteSidecar(json, sidecar);
                break;
            default:
                throw new DistributedApplicationException($"'{resource.Name}': the embedded build can't write a {resource.GetType().Name} to a manifest.");
        }
    }

    // Whoever deploys gives the value; that of this machine stays here.
    private static void WriteParameter(Utf8JsonWriter json, ParameterResource parameter)
    {
        json.WriteString("type", "parameter.v0");
        json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        json.WriteStartObject("inputs");
        json.WriteStartObject("value");
        json.WriteString("type", "string");
        if (parameter.Secret)
            json.WriteBoolean("secret", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteProject(Utf8JsonWriter json, ProjectResource project)
    {
        json.WriteString("type", "project.v0");
        json.WriteString("path", Relative(project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath));
        json.WriteStartObject("env");
        foreach (var (name, value) in ManifestEnvironment.Of(project, execution))
            json.WriteString(name, value is IManifestExpressionProvider known ? known.ValueExpression : Convert.ToString(value, CultureInfo.InvariantCulture));
        json.WriteEndObject();
        if (!project.Endpoints().Any())
            return;

        json.WriteStartObject("bindings");
        foreach (var endpoint in project.Endpoints())
            WriteBinding(json, endpoint);
        json.WriteEndObject();
    }

    private static void WriteBinding(Utf8JsonWriter json, EndpointAnnotation endpoint)
    {
        json.WriteStartObject(endpoint.Name);
        json.WriteString("scheme", endpoint.UriScheme);
        json.WriteString("protocol", "tcp");
        json.WriteString("transport", "http");
        if (endpoint.Port is { } port && port != endpoint.TargetPort)
            json.WriteNumber("port", port);
        if (endpoint.TargetPort is { } target)
            json.WriteNumber("targetPort", target);
        if (endpoint.IsExternal)
            json.WriteBoolean("external", true);
        json.WriteEndObject();
    }

    private void WriteComponent(Utf8JsonWriter json, DaprComponentResource component)
    {
        json.WriteString("type", "dapr.component.v0");
        json.WriteStartObject("daprComponent");
        if (component.Options?.LocalPath is { } file)
            json.WriteString("localPath", Relative(file));
        json.WriteString("type", component.Type);
        json.WriteEndObject();
    }

    // In alphabetical order, as the toolkit writes them; what isn't set isn't written.
    private void WriteSidecar(Utf8JsonWriter json, DaprSidecarResource sidecar)
    {
        var options = sidecar.Options;
        json.WriteString("type", "dapr.v0");
        json.WriteStartObject("dapr");
        json.WriteString("application", sidecar.Application.Name);
        Write("appChannelAddress", options.AppChannelAddress);
        Write("appHealthCheckPath", options.AppHealthCheckPath);
        Write("appHealthProbeInterval", options.AppHealthProbeInterval);
        Write("appHealthProbeTimeout", options.AppHealthProbeTimeout);
        Write("appHealthThreshold", options.AppHealthThreshold);
        Write("appId", options.AppId ?? sidecar.Application.Name);
        Write("appPort", options.AppPort);
        Write("appProtocol", options.AppProtocol);
        Write("components", sidecar.Components.Select(component => component.Name).ToArray());
        Write("config", options.Config is { } config ? Relative(config) : null);
        Write("daprGrpcPort", options.DaprGrpcPort);
        Write("daprHttpPort", options.DaprHttpPort);
        Write("enableApiLogging", options.EnableApiLogging);
        Write("enableAppHealthCheck", options.EnableAppHealthCheck);
        Write("logLevel", options.LogLevel);
        Write("metricsPort", options.MetricsPort);
        Write("placementHostAddress", options.PlacementHostAddress);
        Write("resourcesPath", options.ResourcesPaths.Select(Relative).ToArray());
        Write("schedulerHostAddress", options.SchedulerHostAddress);
        json.WriteEndObject();

        void Write(string name, object? value)
        {
            if (value is null or string[] { Length: 0 })
                return;
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }
    }

    private string Relative(string file) => Path.GetRelativePath(_folder, file).Replace('\\', '/');
}
