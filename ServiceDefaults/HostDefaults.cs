using Auctions.ServiceDefaults.Draining;
using Auctions.ServiceDefaults.Errors;
using Auctions.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auctions.ServiceDefaults;

/// <summary>What every service has: logs, telemetry, error reports, health, service discovery, HTTP resilience and draining.</summary>
public static class HostDefaults
{
    /// <summary>The path of readiness: whether the process wants work and has what it needs for it.</summary>
    public const string ReadinessPath = "/health";

    /// <summary>
    /// The path that the process' own sidecar asks: whether the process wants work. Needs don't count here. A process that is not
    /// ready because of its sidecar would get no deliveries from it, and so would never be ready again.
    /// </summary>
    public const string SelfPath = "/health/self";

    /// <summary>The path of liveness: whether the process should be left running.</summary>
    public const string LivenessPath = "/alive";

    /// <summary>Adds the defaults. <see cref="TimeProvider.System"/> is the clock unless one is registered already.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// Where <c>SENTRY_DSN</c> is malformed; at start, where <c>Shutdown:DrainSeconds</c> is out of range.
    /// </exception>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddLogs();
        builder.AddTelemetry();
        builder.AddErrorReports();
        // The answer to a probe says why. Logged as well, it would be an error with every probe of a process that drains.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.AddDrainOnStop();
        builder.AddNeeds();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Maps <see cref="ReadinessPath"/> (every check), <see cref="SelfPath"/> (the check that a stop fails) and
    /// <see cref="LivenessPath"/> (no check: answering is enough).
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(ReadinessPath, new HealthCheckOptions { ResponseWriter = WriteReasonsAsync }).AllowAnonymous();
        app.MapHealthChecks(SelfPath, new HealthCheckOptions { Predicate = check => check.Name == Drain.CheckName }).AllowAnonymous();
        app.MapHealthChecks(LivenessPath, new HealthCheckOptions { Predicate = IsNoCheck }).AllowAnonymous();
        return app;
    }

    private static void AddNeeds(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<INeed, ThreadPoolNeed>();
        builder.Services.AddSingleton<Needs>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Needs>());
        builder.Services.AddHealthChecks().AddCheck<Needs>("needs");
    }

    // The first word is the status, as the framework writes it; each check's reason follows.
    private static Task WriteReasonsAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var reasons = report.Entries.Values.Select(entry => entry.Description).OfType<string>();
        return context.Response.WriteAsync(string.Join(' ', reasons.Prepend($"{report.Status}")));
    }

    // A process that answers is alive; a store that doesn't answer is no reason to restart the process. Nor is a thread pool that
    // needed long, once it answers again: while it is stalled, it doesn't answer here either, and that restarts the process.
    private static bool IsNoCheck(HealthCheckRegistration registration) => false;
}
