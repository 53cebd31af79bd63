using Auctions.Gateway.Forwarding;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// Leaves out a replica that a request could not connect to, or that was silent for as long as <see cref="SilenceLimit"/>
/// allows, until the next probes have had time to look at it. A silent replica is left out only while another one is left,
/// since it may only be slow, and then all of them may be.
/// </summary>
internal sealed class NoAnswerPolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    private static readonly TimeSpan DefaultReactivation = TimeSpan.FromSeconds(1);

    private readonly Lock _leavingOut = new();

    /// <summary>The name of the policy in the configuration.</summary>
    public string Name => "NoAnswer";

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.GetForwarderErrorFeature() is not { } failure)
            return;
        if (ForwarderFailures.WasNeverConnected(failure))
        {
            LeaveOut(cluster, destination);
        }
        else if (ForwarderFailures.WasSilent(failure))
        {
            // Two requests that end at once must not leave out the last two replicas.
            lock (_leavingOut)
            {
                if (cluster.Destinations.Values.Any(other => other != destination && IsLeft(other)))
                    LeaveOut(cluster, destination);
            }
        }
    }

    // By its health, because YARP updates the cluster's list of available destinations a moment later.
    private static bool IsLeft(DestinationState destination) =>
        destination.Health is { Active: not DestinationHealth.Unhealthy, Passive: not DestinationHealth.Unhealthy };

    private void LeaveOut(ClusterState cluster, DestinationState destination) => health.SetPassive(
        cluster, destination, DestinationHealth.Unhealthy,
        cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? DefaultReactivation);
}
