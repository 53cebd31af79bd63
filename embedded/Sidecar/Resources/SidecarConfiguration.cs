using Embedded.Hub.Workflows;

namespace Embedded.Sidecar.Resources;

/// <summary>What a Configuration sets.</summary>
/// <param name="SamplingRate">Share of traces that are recorded, 0 to 1; 0 records none and writes traceparents of zeros.</param>
/// <param name="WorkflowRetention">How long workflows are kept once they have ended.</param>
internal sealed record SidecarConfiguration(double SamplingRate = 0, WorkflowRetention WorkflowRetention = default);
