using Api.Tests.Fixtures;
using Auctions;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Raising;
using Auctions.Worker.V1;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Api.Tests;

/// <summary>
/// The deadlines of a command, which two others must fit: all attempts at a call (components/resiliency.yaml) are shorter, and
/// the gateway's ActivityTimeout (services/Gateway/appsettings.json) is longer. Tests of both hold them to these figures.
/// </summary>
public sealed class When_deadlines_nest
{
    private static readonly TimeSpan Dispatch = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan InAll = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task A_command_has_these_deadlines()
    {
        var time = new FakeTimeProvider();
        var worker = new SilentWorker();
        var dispatcher = new GrpcCommandDispatcher(
            worker, AuctionCommands.Catalog, new StubReader(), new ConfigurationBuilder().Build(), time,
            NullLogger<GrpcCommandDispatcher>.Instance);

        await dispatcher.DispatchAsync(
            new AuctionRaiseCommand("a1.r1", "a1", "bob", 12, time.GetUtcNow()), AppIds.Worker, TestContext.Current.CancellationToken);

        var now = time.GetUtcNow().UtcDateTime;
        Assert.Equal(now + Dispatch, worker.DispatchDeadline);
        // The withdrawal begins when the dispatch has failed; the clock stands still here.
        Assert.Equal(now + InAll - Dispatch, worker.WithdrawDeadline);
    }

    private sealed class SilentWorker : Commands.CommandsClient
    {
        public DateTime? DispatchDeadline { get; private set; }

        public DateTime? WithdrawDeadline { get; private set; }

        public override AsyncUnaryCall<DispatchReply> DispatchAsync(
            DispatchRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            DispatchDeadline = deadline;
            return Late<DispatchReply>();
        }

        public override AsyncUnaryCall<WithdrawReply> WithdrawAsync(
            WithdrawRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            WithdrawDeadline = deadline;
            return Late<WithdrawReply>();
        }

        private static AsyncUnaryCall<TReply> Late<TReply>() => new(
            Task.FromException<TReply>(new RpcException(new Status(StatusCode.DeadlineExceeded, "late"))),
            Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
