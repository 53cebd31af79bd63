using System.Collections.Concurrent;
using System.Text.Json;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Delivery;
using Embedded.Sidecar.Resources;
using Grpc.Core;

namespace Embedded.Sidecar.Http;

/// <summary>/v1.0/metadata, /v1.0/healthz and /v1.0/shutdown</summary>
internal static class MetadataApi
{
    /// <summary>The version that the API says: daprd's whose protocol this is, and that it isn't daprd.</summary>
    public const string RuntimeVersion = "1.18-embedded";

    /// <summary>Maps them.</summary>
    public static void MapMetadata(
        this IEndpointRouteBuilder http, SidecarOptions options, ResourceSet resources, AppWatch app, Subscriptions subscriptions,
        ConcurrentDictionary<string, string> extended, IHostApplicationLifetime lifetime)
    {
        // As daprd's: well once the app was there. Outbound is what the app itself waits for.
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
            extended[key] = System.Text.Encoding.UTF8.GetString(await Body.ReadAsync(context));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        http.MapGet("/v1.0/metadata", () => Results.Json(new
        {
            id = options.AppId,
            runtimeVersion = RuntimeVersion,
            enabledFeatures = Array.Empty<string>(),
            actors = Array.Empty<object>(),
            components = resources.Components.Values.Select(component => new
            {
                name = component.Name,
                type = component.Type,
                version = component.Version,
                capabilities = component.Capabilities,
            }),
            extended = new Dictionary<string, string>(extended) { ["daprRuntimeVersion"] = RuntimeVersion },
            subscriptions = subscriptions.Current.Select(subscription => new
            {
                pubsubname = subscription.PubSub,
                topic = subscription.Topic,
                rules = new[] { new { path = subscription.Route } },
                deadLetterTopic = subscription.DeadLetterTopic ?? "",
                type = subscription.Declarative ? "DECLARATIVE" : "PROGRAMMATIC",
            }),
            appConnectionProperties = options.AppPort is null ? null : new
            {
                port = options.AppPort,
                protocol = options.AppProtocol == AppProtocol.Grpc ? "grpc" : "http",
                channelAddress = options.AppChannelAddress,
                maxConcurrency = options.AppMaxConcurrency,
            },
        }, new JsonSerializerOptions { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull }));
    }
}
