namespace Embedded.Sidecar.Resiliency;

/// <summary>What applies to the calls to one target.</summary>
/// <param name="Timeout">The limit of one try.</param>
/// <param name="Retry">Further tries.</param>
/// <param name="Breaker">The circuit.</param>
internal sealed record TargetPolicy(TimeSpan? Timeout, RetrySpec? Retry, BreakerSpec? Breaker);
