namespace Embedded.Sidecar.Policies;

/// <summary>The policies of the resiliency files, by target.</summary>
internal sealed class ResiliencySpec
{
    /// <summary>The policies of invocations, by app-id.</summary>
    public Dictionary<string, TargetPolicy> Apps { get; } = new(StringComparer.Ordinal);

    /// <summary>The policies of calls to components, by component.</summary>
    public Dictionary<string, TargetPolicy> Outbound { get; } = new(StringComparer.Ordinal);

    /// <summary>The policies of deliveries to the app, by component.</summary>
    public Dictionary<string, TargetPolicy> Inbound { get; } = new(StringComparer.Ordinal);
}

/// <summary>The policy of calls to one target; a part that is null doesn't apply.</summary>
/// <param name="Timeout">The limit of one attempt.</param>
/// <param name="Retry">The retries.</param>
/// <param name="Breaker">The circuit breaker.</param>
internal sealed record TargetPolicy(TimeSpan? Timeout, RetrySpec? Retry, BreakerSpec? Breaker);

/// <summary>How often a call is retried, and after which waits.</summary>
/// <param name="Exponential">Whether each wait is half as long again as the last; otherwise all are the same.</param>
/// <param name="Duration">The wait; with <paramref name="Exponential"/>, the first one.</param>
/// <param name="MaxInterval">The longest wait.</param>
/// <param name="MaxRetries">Attempts after the first; null sets no limit.</param>
/// <param name="Http">The HTTP statuses that are retried; null retries all failures.</param>
/// <param name="Grpc">The gRPC statuses that are retried; null retries all failures.</param>
internal sealed record RetrySpec(
    bool Exponential, TimeSpan Duration, TimeSpan MaxInterval, int? MaxRetries, StatusRanges? Http, StatusRanges? Grpc);
