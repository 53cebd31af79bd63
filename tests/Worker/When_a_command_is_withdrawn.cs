using Auctions.Raising;
using Auctions.Worker.V1;
using Google.Protobuf.WellKnownTypes;
using Worker.Tests.Fixtures;
using Kind = Auctions.Worker.V1.WithdrawReply.Types.Kind;
using Taken = Auctions.Worker.V1.DispatchReply.Types.Kind;

namespace Worker.Tests;

/// <summary>Its sender got no answer, and has to be able to say that nothing happened.</summary>
public sealed class When_a_command_is_withdrawn : IAsyncLifetime
{
    private Instances _instances = null!;
    private WorkerUnderTest _worker = null!;
    private AuctionRaiseCommand _raise = null!;

    public async ValueTask InitializeAsync()
    {
        _instances = await Instances.StartAsync();
        _worker = new WorkerUnderTest().With("DAPR_GRPC_PORT", $"{_instances.Port}").With("Commands:AuctionRaise:Execution", "durable");
        await _worker.OpenAsync();
        _raise = _worker.Raise("r1", "bob", 12);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _instances.DisposeAsync();
    }

    [Fact]
    public async Task It_is_not_taken_however_late_it_arrives()
    {
        Assert.Equal(Kind.Withdrawn, await WithdrawAsync(_raise));

        Assert.Equal(Taken.Failed, (await _worker.Dispatch(_raise)).Kind);
        Assert.NotEqual("AuctionRaise", _instances.NameOf("a1.r1"));
    }

    [Fact]
    public async Task Sent_again_it_is_taken_once()
    {
        await WithdrawAsync(_raise);

        Assert.Equal(Taken.Pending, (await _worker.Dispatch(Again(_raise))).Kind);
        Assert.Equal("AuctionRaise", _instances.NameOf("a1.r1"));
        Assert.Equal(Taken.Pending, (await _worker.Dispatch(_raise)).Kind);
    }

    [Fact]
    public async Task Taken_before_it_is_said_to_be_taken()
    {
        await _worker.Dispatch(_raise);

        Assert.Equal(Kind.Taken, await WithdrawAsync(_raise));
    }

    [Fact]
    public async Task Withdrawn_twice_it_is_withdrawn()
    {
        await WithdrawAsync(_raise);

        Assert.Equal(Kind.Withdrawn, await WithdrawAsync(_raise));
    }

    [Fact]
    public async Task Sent_again_and_withdrawn_again_it_may_still_come_and_nobody_says_that_it_does_not()
    {
        await WithdrawAsync(_raise);

        Assert.Equal(Kind.Unsettled, await WithdrawAsync(Again(_raise)));
        Assert.Equal(Taken.Failed, (await _worker.Dispatch(_raise)).Kind);
        Assert.Equal(Taken.Pending, (await _worker.Dispatch(Again(_raise))).Kind);
    }

    private static AuctionRaiseCommand Again(AuctionRaiseCommand raise) => raise with { ReceivedAt = raise.ReceivedAt.AddTicks(1) };

    private async Task<Kind> WithdrawAsync(AuctionRaiseCommand raise) => (await _worker.Call(
        Wire.Withdraw,
        new WithdrawRequest { Type = "AuctionRaise", CommandId = raise.CommandId, ReceivedAt = Timestamp.FromDateTimeOffset(raise.ReceivedAt) })).Kind;
}
