using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// Whether the gateway can forward requests. Without a replica of api it is unhealthy. Without a replica of another
/// cluster, such as pusher, it is only degraded, since the rest still works and would be lost with the gateway.
/// </summary>
internal sealed class DestinationsHealthCheck(IProxyStateLookup proxy) : IHealthCheck
{
    private const string Api = "api";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = proxy.GetClusters()
            .Where(cluster => !HasReplica(cluster)).Select(cluster => cluster.ClusterId)
            .Order(StringComparer.Ordinal).ToList();
        var reason = $"No healthy replica: {string.Join(", ", missing)}.";
        return Task.FromResult(missing.Count == 0 ? HealthCheckResult.Healthy()
            : missing.Contains(Api) ? HealthCheckResult.Unhealthy(reason)
            : HealthCheckResult.Degraded(reason));
    }

    // A replica gets requests even before its first probe, but only a probe tells whether the replica is there.
    private static bool HasReplica(ClusterState cluster) =>
        cluster.DestinationsState.AvailableDestinations.Any(
            destination => destination.Health.Active == DestinationHealth.Healthy
                || cluster.Model.Config.HealthCheck?.Active?.Enabled is not true);
}
