using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// What a probe says of a replica. One that refuses, or says that it isn't ready, gets nothing from then on: it said so
/// itself. One that is silent may only be busy, so it takes two silent probes in a row. One good answer brings it back.
/// </summary>
/// <remarks>YARP's own policy counts both alike, and a replica that drains would get requests for a probe longer.</remarks>
internal sealed class AnswersPolicy(IDestinationHealthUpdater health) : IActiveHealthCheckPolicy
{
    private const int MostSilentProbes = 2;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> _silent = [];

    /// <summary>As the configuration calls it.</summary>
    public string Name => "Answers";

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
