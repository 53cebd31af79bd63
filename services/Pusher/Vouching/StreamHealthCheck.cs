using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Auctions.Pusher.Vouching;

/// <summary>A pusher that can't vouch for its stream wants no watchers.</summary>
internal sealed class StreamHealthCheck(StreamVouch vouch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(vouch.Problem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());
}
