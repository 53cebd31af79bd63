using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Auctions.ServiceDefaults.Draining;

/// <summary>
/// The health check that says whether the process wants work. It does until it is told to stop; after that it only
/// finishes the work that it has.
/// </summary>
/// <param name="lifetime">Says that the process is to stop.</param>
public sealed class Readiness(IHostApplicationLifetime lifetime) : IHealthCheck
{
    private int _draining;

    /// <summary>Whether the process wants work.</summary>
    public bool IsReady => Volatile.Read(ref _draining) == 0 && !lifetime.ApplicationStopping.IsCancellationRequested;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The process is stopping."));

    /// <summary>From now on the process wants no work.</summary>
    /// <returns>False where the process drains already.</returns>
    internal bool TryStartDraining() => Interlocked.Exchange(ref _draining, 1) == 0;
}
