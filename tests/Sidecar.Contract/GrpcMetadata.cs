using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Net.Client;

namespace Sidecar.Contract.Tests;

/// <summary>Metadata as gRPC has them, of which DaprClient passes on a part.</summary>
internal sealed class GrpcMetadata(GrpcChannel channel)
{
    public async Task<GetMetadataResponse> GetAsync(CancellationToken cancellation) =>
        await new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel).GetMetadataAsync(new GetMetadataRequest(), cancellationToken: cancellation);
}
