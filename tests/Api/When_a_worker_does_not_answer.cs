using Api.Tests.Fixtures;
using Auctions;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Views;
using Auctions.Worker.V1;
using Grpc.Core;
using Kind = Auctions.Worker.V1.WithdrawReply.Types.Kind;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Api.Tests;

/// <summary>Api then withdraws the command, to find out whether a worker has accepted it.</summary>
public sealed class When_a_worker_does_not_answer
{
    private static readonly AuctionRaiseCommand Raise = new(
        "a1.r1", "a1", "bob", 12, new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).AddTicks(7));

    private readonly StubWorker _worker = new() { Refuses = new RpcException(new Status(StatusCode.DeadlineExceeded, "late")) };
    private readonly StubReader _reader = new();

    [Theory]
    [InlineData("Withdrawn", "not-accepted")]
    [InlineData("Unsettled", "unknown-outcome")]
    public async Task The_outcome_is_not_accepted_only_if_the_withdrawal_succeeds(string kind, string reason)
    {
        _worker.Withdraws = _ => new WithdrawReply { Kind = Enum.Parse<Kind>(kind) };

        Assert.Equal(Outcome.Failed(reason), await DispatchAsync());
    }

    [Fact]
    public async Task An_accepted_command_is_pending()
    {
        _worker.Withdraws = _ => new WithdrawReply { Kind = Kind.Accepted };

        Assert.Equal(Outcome.Pending(), await DispatchAsync());
    }

    [Fact]
    public async Task A_store_that_hangs_leaves_the_outcome_unknown_within_the_gateways_time()
    {
        var clock = new FakeTimeProvider();
        _reader.HangsAt = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var dispatching = DispatchAsync(clock);
        await _reader.HangsAt.Task.WaitAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(Outcome.Failed("unknown-outcome"), await dispatching);
    }

    [Theory]
    [InlineData(199, "a1.r1", "overloaded"), InlineData(200, "a1.r1", null), InlineData(0, "a1.k0b676e720ca152f208019c35b26a076e", null)]
    public async Task A_refusal_counts_only_if_no_other_worker_can_have_got_the_command_before(int milliseconds, string commandId, string? reason)
    {
        var clock = new FakeTimeProvider();
        _worker.Refuses = null;
        _worker.Replies = () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return new DispatchReply { Kind = DispatchReply.Types.Kind.Failed, Reason = "overloaded" };
        };
        _worker.Withdraws = _ => new WithdrawReply { Kind = Kind.Accepted };

        var outcome = await Dispatcher(clock).DispatchAsync(
            Raise with { CommandId = commandId }, AppIds.Worker, TestContext.Current.CancellationToken);

        Assert.Equal(reason is null ? Outcome.Pending() : Outcome.Failed(reason), outcome);
    }

    [Fact]
    public async Task An_auction_that_exists_without_an_answer_may_not_be_complete()
    {
        _reader.Commands["a1.open"] = new CommandView("a1.open", "sue", "done", null, 1);
        _worker.Withdraws = _ => new WithdrawReply { Kind = Kind.Unsettled };
        var opening = new OpenAuctionCommand(
            "a1.open", "a1", "sue", new AuctionTerms("A lamp", "EUR", 10, [new IncrementBand(0, 1)], null, Raise.ReceivedAt), Raise.ReceivedAt);

        Assert.Equal(Outcome.Failed("unknown-outcome"), await Dispatcher().DispatchAsync(opening, AppIds.Worker, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_withdrawal_names_the_time_of_receipt()
    {
        WithdrawRequest? asked = null;
        _worker.Withdraws = request =>
        {
            asked = request;
            return new WithdrawReply { Kind = Kind.Withdrawn };
        };
        await DispatchAsync();

        Assert.Equal(("AuctionRaise", "a1.r1", Raise.ReceivedAt), (asked!.Type, asked.CommandId, asked.ReceivedAt.ToDateTimeOffset()));
    }

    private async Task<Outcome> DispatchAsync(TimeProvider? clock = null) =>
        await Dispatcher(clock).DispatchAsync(Raise, AppIds.Worker, TestContext.Current.CancellationToken);

    private GrpcCommandDispatcher Dispatcher(TimeProvider? clock = null) => new(
        _worker, AuctionCommands.Catalog, _reader, new ConfigurationBuilder().Build(),
        clock ?? TimeProvider.System, NullLogger<GrpcCommandDispatcher>.Instance);
}
