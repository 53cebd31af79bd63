using System.Diagnostics;
using Embedded.Hub;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Resources;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Embedded.Sidecar.Tracing;

/// <summary>Spans of what goes through the sidecar, where the Configuration asks for them.</summary>
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
                .ConfigureResource(resource => resource.AddService($"{options.AppId}-sidecar"))
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(configuration.SamplingRate)))
                .AddSource(SourceName)
                .AddSource("Microsoft.AspNetCore");
            if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
                tracing.AddOtlpExporter();
        });
    }

    /// <summary>The span of one delivery, under that of the publisher; null where none is recorded.</summary>
    public static Activity? StartDelivery(TopicMessage message)
    {
        if (message.TraceParent is { } parent && ActivityContext.TryParse(parent, null, isRemote: true, out var context))
            return Source.StartActivity($"pubsub/{message.Topic}", ActivityKind.Consumer, context);
        return Source.StartActivity($"pubsub/{message.Topic}", ActivityKind.Consumer, default(ActivityContext));
    }
}
