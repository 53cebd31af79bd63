using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Auctions.ServiceDefaults.Tracing;

/// <summary>
/// Decides whether a new trace is recorded. A trace that begins with an outgoing call is a poll (the sweep, the workflow
/// SDK's stream and its results) and is dropped; every other trace is work and is recorded, or a share of it.
/// </summary>
/// <param name="share">The share of work that is recorded, from 0 to 1.</param>
internal sealed class WorkSampler(double share = 1) : Sampler
{
    // An activity of this name becomes a client's only after the sampler was asked.
    private const string GrpcCall = "Grpc.Net.Client.GrpcOut";

    private readonly TraceIdRatioBasedSampler _work = new(share);

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client || samplingParameters.Name == GrpcCall
            ? new(SamplingDecision.Drop)
            : _work.ShouldSample(samplingParameters);
}
