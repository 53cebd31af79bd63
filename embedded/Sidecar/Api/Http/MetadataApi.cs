using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Embedded.Sidecar.App;
using Grpc.Core;

namespace Embedded.Sidecar.Api.Http;

/// <summary>/v1.0/metadata, /v1.0/healthz and /v1.0/shutdown</summary>
internal static class MetadataApi
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void MapMetadata(this IEndpointRouteBuilder http, SidecarMetadata metadata, AppWatch app, IHostApplicationLifetime lifetime)
    {
        // As with daprd, the sidecar is healthy once the app was up. An app that waits for its sidecar asks for outbound.
        http.MapGet("/v1.0/healthz", () => app.HasBeenUp
            ? Results.NoContent()
            : throw new DaprError(StatusCodes.Status500InternalServerError, "ERR_HEALTH_NOT_READY", "dapr is not ready", StatusCode.Internal));
        http.MapGet("/v1.0/healthz/outbound", () => Results.NoContent());
        http.MapPost("/v1.0/shutdown", () =>
        {
            lifetime.StopApplication();
            return Results.NoContent();
        });
        http.MapPut("/v1.0/metadata/{key}", async (HttpContext context, string key) =>
        {
            metadata.SetExtended(key, Encoding.UTF8.GetString(await Body.ReadAsync(context)));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        http.MapGet("/v1.0/metadata", () => Results.Json(Describe(metadata), Json));
    }

    private static object Describe(SidecarMetadata metadata) => new
    {
        id = metadata.Options.AppId,
        runtimeVersion = SidecarMetadata.RuntimeVersion,
        enabledFeatures = Array.Empty<string>(),
        actors = Array.Empty<object>(),
        components = metadata.Components.Select(component => new
        {
            name = component.Name,
            type = component.Type,
            version = component.Version,
            capabilities = component.Capabilities,
        }),
        extended = metadata.Extended,
        subscriptions = metadata.Subscriptions.Select(subscription => new
        {
            pubsubname = subscription.PubSub,
            topic = subscription.Topic,
            rules = new[] { new { path = subscription.Route } },
            deadLetterTopic = subscription.DeadLetterTopic ?? "",
            type = subscription.Declarative ? "DECLARATIVE" : "PROGRAMMATIC",
        }),
        appConnectionProperties = metadata.Options.AppPort is null ? null : new
        {
            port = metadata.Options.AppPort,
            protocol = metadata.AppProtocolName,
            channelAddress = metadata.Options.AppChannelAddress,
            maxConcurrency = metadata.Options.AppMaxConcurrency,
        },
    };
}
