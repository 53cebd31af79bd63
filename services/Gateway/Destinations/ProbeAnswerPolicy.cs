using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// Decides by the probes whether a replica gets requests. A replica that refuses a connection or answers that it is not
/// ready is left out at once. A replica that does not answer in time may only be busy, so it is left out after two such
/// probes in a row. One good answer brings a replica back.
/// </summary>
/// <remarks>YARP's own policy treats both cases alike, so that a draining replica would get requests for one more probe.</remarks>
internal sealed class ProbeAnswerPolicy(IDestinationHealthUpdater health) : IActiveHealthCheckPolicy
{
    private const int MostSilentProbes = 2;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _silent = [];

    /// <summary>The name of the policy in the configuration.</summary>
    public string Name => "ProbeAnswer";

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults) =>
        health.SetActive(cluster, [.. probingResults.Select(probe => new NewActiveDestinationHealth(probe.Destination, HealthBy(probe)))]);

    private DestinationHealth HealthBy(DestinationProbingResult probe)
    {
        var silent = _silent.GetOrCreateValue(probe.Destination);
        silent.Value = probe.Exception is OperationCanceledException ? silent.Value + 1 : 0;
        if (silent.Value is > 0 and < MostSilentProbes)
            return probe.Destination.Health.Active;
        return probe.Response is { IsSuccessStatusCode: true } ? DestinationHealth.Healthy : DestinationHealth.Unhealthy;
    }
}
