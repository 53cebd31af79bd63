using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Net.Client;

namespace Sidecar.Contract.Tests;

/// <summary>The metadata API over gRPC, of which DaprClient returns only a part.</summary>
internal sealed class GrpcMetadata(GrpcChannel channel)
{
    public async Task<GetMetadataResponse> GetAsync(CancellationToken cancellation) =>
        await new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel).GetMetadataAsync(new GetMetadataRequest(), cancellationToken: cancellation);
}
