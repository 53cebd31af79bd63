using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Auctions.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry. They leave the process only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is
/// set; traces are recorded in any case, so that a trace is one across processes whoever collects it.
/// </summary>
internal static class Telemetry
{
    /// <summary>Every activity source and meter of the system begins with this.</summary>
    private const string OwnNames = "Auctions.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(OwnNames)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithTracing(tracing => tracing
                .AddSource(OwnNames)
                .AddAspNetCoreInstrumentation(web => web.Filter = IsWork)
                .AddGrpcClientInstrumentation()
                .AddHttpClientInstrumentation());

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }

    private static bool IsWork(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(HostDefaults.ReadinessPath)
        && !context.Request.Path.StartsWithSegments(HostDefaults.LivenessPath)
        && !context.Request.Path.StartsWithSegments("/grpc.health.v1.Health");
}
