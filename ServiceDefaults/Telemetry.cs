using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Auctions.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where they go. Where it
/// isn't set nothing is recorded, which would cost and serve nobody; trace contexts are passed on all the same, by
/// ASP.NET Core and HttpClient themselves.
/// </summary>
internal static class Telemetry
{
    /// <summary>Every activity source and meter of the system begins with this.</summary>
    private const string OwnNames = "Auctions.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(OwnNames)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithTracing(tracing => tracing
                .AddSource(OwnNames, "Dapr.Workflow")
                .AddAspNetCoreInstrumentation(web => web.Filter = IsWork)
                .AddGrpcClientInstrumentation()
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    private static bool IsWork(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(HostDefaults.ReadinessPath)
        && !context.Request.Path.StartsWithSegments(HostDefaults.LivenessPath)
        && !context.Request.Path.StartsWithSegments("/grpc.health.v1.Health");
}
