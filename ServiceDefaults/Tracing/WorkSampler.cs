using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Auctions.ServiceDefaults.Tracing;

/// <summary>
/// Decides of a trace's root. A call that this process makes on nobody's behalf is a poll (the sweep, the workflow SDK's
/// stream and its results), which would be a trace of one span, or many; whatever else begins is work.
/// </summary>
internal sealed class WorkSampler : Sampler
{
    // Only later it is said to be a client's.
    private const string GrpcCall = "Grpc.Net.Client.GrpcOut";

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client || samplingParameters.Name == GrpcCall ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
