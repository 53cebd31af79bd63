namespace Embedded.Sidecar.Resiliency;

/// <summary>When a circuit opens and how it closes again.</summary>
/// <param name="TripAfter">Failures in a row that open it, 1 or more.</param>
/// <param name="MaxRequests">Calls let through while it is half open; as many successes close it.</param>
/// <param name="Open">How long it stays open.</param>
internal sealed record BreakerSpec(int TripAfter, int MaxRequests, TimeSpan Open);
