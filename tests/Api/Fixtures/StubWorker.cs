using Auctions.Worker.V1;
using Grpc.Core;

namespace Api.Tests.Fixtures;

/// <summary>Replaces the worker that Api asks about commands.</summary>
internal sealed class StubWorker : Commands.CommandsClient
{
    public Dictionary<string, GetStatusReply> Knows { get; } = [];

    public RpcException? Failure { get; set; }

    /// <summary>Answers a withdrawal.</summary>
    public Func<WithdrawRequest, WithdrawReply>? Withdraws { get; set; }

    /// <summary>The failure of a dispatch.</summary>
    public RpcException? Refuses { get; set; }

    /// <summary>Answers a dispatch that doesn't fail.</summary>
    public Func<DispatchReply>? Replies { get; set; }

    /// <summary>Tells the time; none where it is null.</summary>
    public Func<GetTimeReply>? Tells { get; set; }

    public override AsyncUnaryCall<GetTimeReply> GetTimeAsync(
        GetTimeRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        Call(Tells is null
            ? Task.FromException<GetTimeReply>(new RpcException(new Status(StatusCode.Unimplemented, "an earlier build")))
            : Task.FromResult(Tells()));

    public override AsyncUnaryCall<DispatchReply> DispatchAsync(
        DispatchRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        Call(Refuses is null ? Task.FromResult(Replies!()) : Task.FromException<DispatchReply>(Refuses));

    public override AsyncUnaryCall<WithdrawReply> WithdrawAsync(
        WithdrawRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        Call(Task.FromResult(Withdraws!(request)));

    public override AsyncUnaryCall<GetStatusReply> GetStatusAsync(
        GetStatusRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        Call(Failure is null ? Task.FromResult(Knows.GetValueOrDefault(request.CommandId) ?? new()) : Task.FromException<GetStatusReply>(Failure));

    private static AsyncUnaryCall<TReply> Call<TReply>(Task<TReply> reply) =>
        new(reply, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
