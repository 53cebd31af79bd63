using System.Diagnostics;
using Auctions.ServiceDefaults.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Auctions.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry, sent to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. Where that isn't set, nothing is
/// recorded, because nobody would read it; ASP.NET Core and HttpClient still pass trace contexts on.
/// </summary>
internal static class Telemetry
{
    /// <summary>The names of the system's own activity sources and meters.</summary>
    private const string OwnNames = "Auctions.*";

    private static readonly PathString[] Probes =
    [
        HostDefaults.ReadinessPath,
        HostDefaults.LivenessPath,
        "/grpc.health.v1.Health",
        "/dapr.proto.runtime.v1.AppCallbackHealthCheck",
        "/dapr.proto.runtime.v1.AppCallback/ListTopicSubscriptions",
        "/dapr.proto.runtime.v1.AppCallback/ListInputBindings",
        "/auctions.v1.Commands/GetTime",
        "/dapr/config",
        "/dapr/subscribe",
    ];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DistributedContextPropagator>(new NearestParent(DistributedContextPropagator.Current));
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        ProcessUptime.Report();
        var traces = TraceSettings.Read(builder.Configuration);
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(OwnNames)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new WorkSampler(traces.Share)))
                .AddProcessor(new MarkedSpans())
                .AddSource(OwnNames, "Dapr.Workflow")
                .AddAspNetCoreInstrumentation(web =>
                {
                    web.Filter = IsWork;
                    web.EnrichWithHttpResponse = ForwardedRequests.Name;
                })
                .AddGrpcClientInstrumentation(grpc => grpc.SuppressDownstreamInstrumentation = !traces.WithWire)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    /// <summary>Whether a request is traced: probes and the sidecar's questions about the app are not.</summary>
    internal static bool IsWork(HttpContext context)
    {
        foreach (var probe in Probes)
            if (context.Request.Path.StartsWithSegments(probe))
                return false;
        return true;
    }
}
