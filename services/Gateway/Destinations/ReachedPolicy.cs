using Auctions.Gateway.Forwarding;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// What a request says of a replica: one that couldn't be connected to gets no others until a probe has had the time to
/// look. Nothing else counts: one slow answer is no reason to take a whole replica away.
/// </summary>
internal sealed class ReachedPolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    private static readonly TimeSpan DefaultReactivation = TimeSpan.FromSeconds(1);

    /// <summary>As the configuration calls it.</summary>
    public string Name => "Reached";

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.GetForwarderErrorFeature() is { } failure && Failures.WasNeverConnected(failure))
            health.SetPassive(
                cluster, destination, DestinationHealth.Unhealthy,
                cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? DefaultReactivation);
    }
}
