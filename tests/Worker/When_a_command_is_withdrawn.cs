using Auctions.Raising;
using Auctions.Worker.V1;
using Auctions.Worker.Workflows;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Worker.Tests.Fixtures;
using Kind = Auctions.Worker.V1.WithdrawReply.Types.Kind;
using Taken = Auctions.Worker.V1.DispatchReply.Types.Kind;

namespace Worker.Tests;

/// <summary>Its sender got no answer, and has to be able to say that nothing happened. Beside daprd, and beside the embedded sidecar.</summary>
public sealed class When_a_command_is_withdrawn : IAsyncDisposable
{
    private Instances _instances = null!;
    private WorkerUnderTest _worker = null!;
    private AuctionRaiseCommand _raise = null!;

    [Theory, InlineData(true), InlineData(false)]
    public async Task It_is_not_taken_however_late_it_arrives(bool givesEndedIds)
    {
        await StartAsync(givesEndedIds);
        Assert.Equal(Kind.Withdrawn, await WithdrawAsync(_raise));

        Assert.Equal(Taken.Failed, (await _worker.Dispatch(_raise)).Kind);
        Assert.NotEqual("AuctionRaise", _instances.NameOf("a1.r1"));
    }

    [Fact]
    public async Task Its_id_is_held_by_a_workflow_that_runs()
    {
        var context = new TestWorkflow((_, _) => throw new InvalidOperationException("It has no steps."));
        await new WithdrawnCommand().RunAsync(context, new Withdrawal(default));

        Assert.Equal([WithdrawnCommand.HeldFor], context.Waited);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Sent_again_it_is_taken_once(bool givesEndedIds)
    {
        await StartAsync(givesEndedIds);
        await WithdrawAsync(_raise);

        Assert.Equal(Taken.Pending, (await _worker.Dispatch(Again(_raise))).Kind);
        Assert.Equal("AuctionRaise", _instances.NameOf("a1.r1"));
        Assert.Equal(Taken.Pending, (await _worker.Dispatch(_raise)).Kind);
        Assert.Equal("AuctionRaise", _instances.NameOf("a1.r1"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Taken_before_it_is_said_to_be_taken_also_once_it_is_done(bool givesEndedIds)
    {
        await StartAsync(givesEndedIds);
        await _worker.Dispatch(_raise);
        Assert.Equal(Kind.Accepted, await WithdrawAsync(_raise));

        _instances.Complete("a1.r1");
        Assert.Equal(Kind.Accepted, await WithdrawAsync(_raise));
        Assert.Equal("AuctionRaise", _instances.NameOf("a1.r1"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Withdrawn_twice_it_is_withdrawn(bool givesEndedIds)
    {
        await StartAsync(givesEndedIds);
        await WithdrawAsync(_raise);

        Assert.Equal(Kind.Withdrawn, await WithdrawAsync(_raise));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Sent_again_and_withdrawn_again_it_may_still_come_and_nobody_says_that_it_does_not(bool givesEndedIds)
    {
        await StartAsync(givesEndedIds);
        await WithdrawAsync(_raise);

        Assert.Equal(Kind.Unsettled, await WithdrawAsync(Again(_raise)));
        Assert.Equal(Taken.Failed, (await _worker.Dispatch(_raise)).Kind);
        Assert.Equal(Taken.Pending, (await _worker.Dispatch(Again(_raise))).Kind);
    }

    [Fact]
    public async Task A_worker_that_is_behind_does_not_turn_away_what_another_has_taken()
    {
        await StartAsync(givesEndedIds: false);
        await _worker.Dispatch(_raise);
        _worker.Services.GetRequiredService<Backlog>().NoteStart(_worker.Clock.GetUtcNow() - Backlog.Most);

        Assert.Equal(Taken.Pending, (await _worker.Dispatch(_raise)).Kind);
        Assert.Equal(Taken.Rejected, (await _worker.Dispatch(_raise with { Amount = 13 })).Kind);
        Assert.Equal((Taken.Failed, "overloaded"), await _worker.Dispatch(_worker.Raise("r2", "bob", 12)) is var reply ? (reply.Kind, reply.Reason) : default);
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        if (_instances is not null)
            await _instances.DisposeAsync();
    }

    // So much later that no clock of this test is there yet.
    private static AuctionRaiseCommand Again(AuctionRaiseCommand raise) => raise with { ReceivedAt = raise.ReceivedAt.AddMinutes(1) };

    private async Task StartAsync(bool givesEndedIds)
    {
        _instances = await Instances.StartAsync(givesEndedIds);
        _worker = new WorkerUnderTest().With("DAPR_GRPC_PORT", $"{_instances.Port}").With("Commands:AuctionRaise:Execution", "durable");
        await _worker.OpenAsync();
        _raise = _worker.Raise("r1", "bob", 12);
    }

    private async Task<Kind> WithdrawAsync(AuctionRaiseCommand raise) => (await _worker.Call(
        Wire.Withdraw,
        new WithdrawRequest { Type = "AuctionRaise", CommandId = raise.CommandId, ReceivedAt = Timestamp.FromDateTimeOffset(raise.ReceivedAt) })).Kind;
}
