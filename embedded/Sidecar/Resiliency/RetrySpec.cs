namespace Embedded.Sidecar.Resiliency;

/// <summary>How often, and after which waits, something is tried again.</summary>
/// <param name="Exponential">Whether the wait grows by half each time; else it stays.</param>
/// <param name="Duration">The wait; with <paramref name="Exponential"/>, the first one.</param>
/// <param name="MaxInterval">The longest wait.</param>
/// <param name="MaxRetries">Tries after the first; null never gives up.</param>
/// <param name="Http">HTTP statuses that are worth another try; null for all failures.</param>
/// <param name="Grpc">gRPC statuses that are worth another try; null for all failures.</param>
internal sealed record RetrySpec(
    bool Exponential, TimeSpan Duration, TimeSpan MaxInterval, int? MaxRetries, StatusRanges? Http, StatusRanges? Grpc);
