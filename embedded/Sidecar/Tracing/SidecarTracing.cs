using System.Diagnostics;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Resources;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Embedded.Sidecar.Tracing;

/// <summary>Records spans of the sidecar's requests and deliveries, where the Configuration asks for them.</summary>
internal static class SidecarTracing
{
    private const string SourceName = "Embedded.Sidecar";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Records spans, and exports them where OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
    public static void AddTracing(this WebApplicationBuilder builder, SidecarOptions options, SidecarConfiguration configuration)
    {
        if (configuration.SamplingRate <= 0)
            return;
        builder.Services.AddOpenTelemetry().WithTracing(tracing =>
        {
            tracing
                .ConfigureResource(resource => resource.AddService(
                    Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is { Length: > 0 } given ? given : $"{options.AppId}-sidecar"))
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(configuration.SamplingRate)))
                .AddSource(SourceName)
                .AddAspNetCoreInstrumentation(web => web.Filter = IsWork);
            if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
                tracing.AddOtlpExporter();
        });
    }

    // Probes are no work, nor are the calls of a worker that belong to no trace.
    private static bool IsWork(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/v1.0/healthz")
        && !context.Request.Path.StartsWithSegments("/v1.0/metadata")
        && (!context.Request.Path.StartsWithSegments("/TaskHubSidecarService") || context.Request.Headers.TraceParent.Count > 0);

    /// <summary>Starts the span of a delivery as a child of the publisher's span; null where none is recorded.</summary>
    public static Activity? StartDelivery(TopicMessage message)
    {
        if (message.TraceParent is { } parent && ActivityContext.TryParse(parent, null, isRemote: true, out var context))
            return Source.StartActivity($"pubsub/{message.Topic}", ActivityKind.Consumer, context);
        return Source.StartActivity($"pubsub/{message.Topic}", ActivityKind.Consumer, default(ActivityContext));
    }
}
