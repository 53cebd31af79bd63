using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Auctions.ServiceDefaults.Draining;

/// <summary>
/// The health check of a process that wants work until it is told to stop, and none from that moment on, although it
/// still does what it has.
/// </summary>
/// <param name="lifetime">Tells when the process is to stop.</param>
public sealed class Readiness(IHostApplicationLifetime lifetime) : IHealthCheck
{
    private volatile bool _draining;

    /// <summary>Whether the process wants work.</summary>
    public bool IsReady => !_draining && !lifetime.ApplicationStopping.IsCancellationRequested;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The process is stopping."));

    internal void StartDraining() => _draining = true;
}
