using Auctions.Worker.V1;
using Grpc.Core;

namespace Api.Tests.Fixtures;

/// <summary>In the place of a worker that is asked what became of commands.</summary>
internal sealed class StubWorker : Commands.CommandsClient
{
    public Dictionary<string, GetStatusReply> Knows { get; } = [];

    public RpcException? Failure { get; set; }

    public override AsyncUnaryCall<GetStatusReply> GetStatusAsync(
        GetStatusRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        new(
            Failure is null ? Task.FromResult(Knows.GetValueOrDefault(request.CommandId) ?? new()) : Task.FromException<GetStatusReply>(Failure),
            Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
