using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Auctions.ServiceDefaults.Tracing;

/// <summary>
/// Decides whether a new trace is recorded. A trace that begins with an outgoing call is a poll (the sweep, the workflow
/// SDK's stream and its results) and is dropped; every other trace is work and is recorded.
/// </summary>
internal sealed class WorkSampler : Sampler
{
    // An activity of this name becomes a client's only after the sampler was asked.
    private const string GrpcCall = "Grpc.Net.Client.GrpcOut";

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client || samplingParameters.Name == GrpcCall
            ? SamplingDecision.Drop
            : SamplingDecision.RecordAndSample);
}
