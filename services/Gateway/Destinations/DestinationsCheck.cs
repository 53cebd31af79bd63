using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// Whether requests can be passed on. Without a replica of api the house is closed; without one of another cluster, such
/// as the pushers, the rest still works, and taking the gateway away would take that, too.
/// </summary>
internal sealed class DestinationsCheck(IProxyStateLookup proxy) : IHealthCheck
{
    private const string House = "api";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var away = proxy.GetClusters().Where(cluster => !HasOne(cluster)).Select(cluster => cluster.ClusterId).Order(StringComparer.Ordinal).ToList();
        var reason = $"No replica answers of {string.Join(", ", away)}.";
        return Task.FromResult(away.Count == 0 ? HealthCheckResult.Healthy()
            : away.Contains(House) ? HealthCheckResult.Unhealthy(reason)
            : HealthCheckResult.Degraded(reason));
    }

    // Before its first probe a replica gets requests, but nobody knows yet whether it is there.
    private static bool HasOne(ClusterState cluster) =>
        cluster.DestinationsState.AvailableDestinations.Any(
            destination => destination.Health.Active == DestinationHealth.Healthy
                || cluster.Model.Config.HealthCheck?.Active?.Enabled is not true);
}
