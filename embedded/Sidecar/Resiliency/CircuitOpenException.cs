namespace Embedded.Sidecar.Resiliency;

/// <summary>The circuit of a target is open: nothing was tried.</summary>
internal sealed class CircuitOpenException() : Exception("circuit breaker is open");
