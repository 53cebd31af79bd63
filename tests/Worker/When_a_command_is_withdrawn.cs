using Auctions.Raising;
using Auctions.Worker.V1;
using Auctions.Worker.Workflows;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Worker.Tests.Fixtures;
using Accepted = Auctions.Worker.V1.DispatchReply.Types.Kind;
using Kind = Auctions.Worker.V1.WithdrawReply.Types.Kind;

namespace Worker.Tests;

/// <summary>A sender without an answer must be able to say that nothing happened.</summary>
public sealed class When_a_command_is_withdrawn : IAsyncDisposable
{
    private Instances _instances = null!;
    private WorkerUnderTest _worker = null!;
    private AuctionRaiseCommand _raise = null!;

    [Fact]
    public async Task It_is_not_accepted_however_late_it_arrives()
    {
        await StartAsync();
        Assert.Equal(Kind.Withdrawn, await WithdrawAsync(_raise));

        Assert.Equal(Accepted.Failed, (await _worker.Dispatch(_raise)).Kind);
        Assert.Null(_instances.NameOf("a1.r1"));
    }

    [Fact]
    public async Task Sent_again_it_is_accepted_once()
    {
        await StartAsync();
        await WithdrawAsync(_raise);

        Assert.Equal(Accepted.Pending, (await _worker.Dispatch(Again(_raise))).Kind);
        Assert.Equal(Accepted.Pending, (await _worker.Dispatch(_raise)).Kind);
        await _instances.StartedAsync("a1.r1");
        Assert.Equal("AuctionRaise", _instances.NameOf("a1.r1"));
    }

    [Fact]
    public async Task Accepted_before_it_is_said_to_be_accepted()
    {
        await StartAsync();
        await _worker.Dispatch(_raise);

        Assert.Equal(Kind.Accepted, await WithdrawAsync(_raise));
    }

    [Fact]
    public async Task Withdrawn_twice_it_is_withdrawn()
    {
        await StartAsync();
        await WithdrawAsync(_raise);

        Assert.Equal(Kind.Withdrawn, await WithdrawAsync(_raise));
    }

    [Fact]
    public async Task Sent_again_and_withdrawn_again_no_copy_is_accepted()
    {
        await StartAsync();
        await WithdrawAsync(_raise);

        Assert.Equal(Kind.Withdrawn, await WithdrawAsync(Again(_raise)));
        Assert.Equal(Accepted.Failed, (await _worker.Dispatch(_raise)).Kind);
        Assert.Equal(Accepted.Failed, (await _worker.Dispatch(Again(_raise))).Kind);
    }

    [Fact]
    public async Task A_worker_that_is_behind_still_knows_what_another_has_accepted()
    {
        await StartAsync();
        await _worker.Dispatch(_raise);
        _worker.Services.GetRequiredService<Backlog>().NoteStart(_worker.Clock.GetUtcNow() - Backlog.Most);

        Assert.Equal(Accepted.Pending, (await _worker.Dispatch(_raise)).Kind);
        Assert.Equal(Accepted.Rejected, (await _worker.Dispatch(_raise with { Amount = 13 })).Kind);
        var reply = await _worker.Dispatch(_worker.Raise("r2", "bob", 12));
        Assert.Equal((Accepted.Failed, "overloaded"), (reply.Kind, reply.Reason));
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        if (_instances is not null)
            await _instances.DisposeAsync();
    }

    private static AuctionRaiseCommand Again(AuctionRaiseCommand raise) => raise with { ReceivedAt = raise.ReceivedAt.AddMilliseconds(100) };

    private async Task StartAsync()
    {
        _instances = await Instances.StartAsync();
        _worker = new WorkerUnderTest().With("DAPR_GRPC_PORT", $"{_instances.Port}").With("Commands:AuctionRaise:Execution", "durable");
        await _worker.OpenAsync();
        _raise = _worker.Raise("r1", "bob", 12);
    }

    private async Task<Kind> WithdrawAsync(AuctionRaiseCommand raise) => (await _worker.Call(
        Wire.Withdraw,
        new WithdrawRequest { Type = "AuctionRaise", CommandId = raise.CommandId, ReceivedAt = Timestamp.FromDateTimeOffset(raise.ReceivedAt) })).Kind;
}
