using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Auctions.ServiceDefaults.Draining;

/// <summary>Registers <see cref="Readiness"/> and <see cref="DrainOnStop"/>.</summary>
internal static class Drain
{
    /// <summary>The name of the health check of <see cref="Readiness"/>.</summary>
    public const string CheckName = "ready";

    /// <summary>How long work in flight may take after the drain, in seconds. Together they stay below Kubernetes' 30 s.</summary>
    private const double InFlightSeconds = 20;

    public static void AddDrainOnStop(this IHostApplicationBuilder builder)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddOptions<DrainOptions>()
            .Configure(options => options.DrainSeconds = isDevelopment ? 0 : options.DrainSeconds)
            .Bind(builder.Configuration.GetSection("Shutdown"))
            .Validate(
                options => options.DrainSeconds is >= 0 and <= DrainOptions.MaxDrainSeconds,
                $"Shutdown:DrainSeconds must be from 0 to {DrainOptions.MaxDrainSeconds}.")
            .ValidateOnStart();

        builder.Services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(
            (host, drain) => host.ShutdownTimeout = TimeSpan.FromSeconds(drain.Value.DrainSeconds + InFlightSeconds));

        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService<DrainOnStop>();
        builder.Services.AddHealthChecks().AddCheck<Readiness>(CheckName);
    }
}
