using Auctions.Gateway.Forwarding;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// Leaves out a replica that a request could not connect to, until the next probes have had time to look at it. Nothing
/// else counts: one slow answer is no reason to leave out a whole replica.
/// </summary>
internal sealed class ConnectFailurePolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    private static readonly TimeSpan DefaultReactivation = TimeSpan.FromSeconds(1);

    /// <summary>The name of the policy in the configuration.</summary>
    public string Name => "ConnectFailure";

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.GetForwarderErrorFeature() is { } failure && ForwarderFailures.WasNeverConnected(failure))
            health.SetPassive(
                cluster, destination, DestinationHealth.Unhealthy,
                cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? DefaultReactivation);
    }
}
