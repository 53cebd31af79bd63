using Api.Tests.Fixtures;
using Auctions;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Raising;
using Auctions.Views;
using Auctions.Worker.V1;
using Grpc.Core;
using Kind = Auctions.Worker.V1.WithdrawReply.Types.Kind;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Api.Tests;

/// <summary>Whether a command was taken is settled by its withdrawal.</summary>
public sealed class When_a_worker_does_not_answer
{
    private static readonly AuctionRaiseCommand Raise = new("a1.r1", "a1", "bob", 12, new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).AddTicks(7));

    private readonly StubWorker _worker = new() { Refuses = new RpcException(new Status(StatusCode.DeadlineExceeded, "late")) };
    private readonly StubReader _reader = new();

    [Theory]
    [InlineData("Withdrawn", "not-accepted")]
    [InlineData("Unsettled", "unknown-outcome")]
    public async Task It_says_that_nothing_happened_only_where_that_is_settled(string kind, string reason)
    {
        _worker.Withdraws = _ => new WithdrawReply { Kind = Enum.Parse<Kind>(kind) };

        Assert.Equal(Outcome.Failed(reason), await DispatchAsync());
    }

    [Fact]
    public async Task What_was_taken_is_pending()
    {
        _worker.Withdraws = _ => new WithdrawReply { Kind = Kind.Accepted };

        Assert.Equal(Outcome.Pending(), await DispatchAsync());
    }

    [Fact]
    public async Task What_was_decided_while_it_was_withdrawn_is_what_was_decided()
    {
        _worker.Withdraws = _ =>
        {
            _reader.Commands["a1.r1"] = new CommandView("a1.r1", "bob", "raised", null, 7);
            return new WithdrawReply { Kind = Kind.Withdrawn };
        };

        Assert.Equal(Outcome.Succeeded(7), await DispatchAsync());
    }

    [Fact]
    public async Task The_withdrawal_is_of_the_try_that_was_received()
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

    private async Task<Outcome> DispatchAsync() => await new GrpcCommandDispatcher(
        _worker, AuctionCommands.Catalog, _reader, new ConfigurationBuilder().Build(),
        TimeProvider.System, NullLogger<GrpcCommandDispatcher>.Instance).DispatchAsync(Raise, AppIds.Worker, TestContext.Current.CancellationToken);
}
