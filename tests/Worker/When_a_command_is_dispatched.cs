using Auctions.Events;
using Auctions.Worker.V1;
using Grpc.Core;
using Worker.Tests.Fixtures;
using Kind = Auctions.Worker.V1.DispatchReply.Types.Kind;

namespace Worker.Tests;

public sealed class When_a_command_is_dispatched : IDisposable
{
    private readonly WorkerUnderTest _worker = new();

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task It_is_answered_once_it_is_decided_and_published()
    {
        await _worker.OpenAsync();
        var reply = await _worker.Dispatch(_worker.Raise("r1", "bob", 12));

        Assert.Equal((Kind.Succeeded, 2), (reply.Kind, reply.Seq));
        Assert.Equal("bob", Assert.Single(_worker.Publisher.Published.OfType<AuctionRaisedEvent>()).Leader);
    }

    [Fact]
    public async Task The_second_time_it_has_the_same_answer_and_no_further_effect()
    {
        await _worker.OpenAsync();
        var command = _worker.Raise("r1", "bob", 12);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _worker.Dispatch(command).ResponseAsync));

        Assert.All(replies, reply => Assert.Equal((Kind.Succeeded, 2), (reply.Kind, reply.Seq)));
        Assert.All(_worker.Publisher.Published.OfType<AuctionRaisedEvent>(), raised => Assert.Equal(2, raised.Seq));
        var next = await _worker.Dispatch(_worker.Raise("r2", "carol", 13));
        Assert.Equal(3, next.Seq);
    }

    [Fact]
    public async Task The_rules_may_reject_it()
    {
        await _worker.OpenAsync();
        var reply = await _worker.Dispatch(_worker.Raise("r1", "bob", 9));

        Assert.Equal((Kind.Rejected, "too-low"), (reply.Kind, reply.Reason));
        Assert.Equal("bob", Assert.Single(_worker.Publisher.Published.OfType<RaiseRejectedEvent>()).Bidder);
    }

    [Fact]
    public async Task One_for_an_auction_that_does_not_exist_is_rejected()
    {
        var reply = await _worker.Dispatch(_worker.Raise("r1", "bob", 12));

        Assert.Equal((Kind.Rejected, "unknown-auction"), (reply.Kind, reply.Reason));
    }

    [Fact]
    public async Task More_decimals_than_the_currency_has_are_invalid()
    {
        await _worker.OpenAsync();
        var reply = await _worker.Dispatch(_worker.Raise("r1", "bob", 12.001m));

        Assert.Equal(Kind.Invalid, reply.Kind);
        Assert.Equal("amount", Assert.Single(reply.Problems).Field);
    }

    [Theory]
    [InlineData("Nonsense", "{}", "type")]
    [InlineData("", "{}", "type")]
    [InlineData("AuctionRaise", "", "payload")]
    [InlineData("AuctionRaise", "null", "payload")]
    [InlineData("AuctionRaise", "{", "payload")]
    [InlineData("AuctionRaise", """{"amount":"x"}""", "payload")]
    public async Task What_is_no_command_is_invalid(string type, string payload, string field)
    {
        var reply = await _worker.Dispatch(type, System.Text.Encoding.UTF8.GetBytes(payload));

        Assert.Equal(Kind.Invalid, reply.Kind);
        Assert.Equal(field, Assert.Single(reply.Problems).Field);
    }

    [Fact]
    public async Task A_payload_without_its_fields_is_invalid_too()
    {
        var reply = await _worker.Dispatch("AuctionRaise", "{}"u8.ToArray());

        Assert.Equal(Kind.Invalid, reply.Kind);
        Assert.NotEmpty(reply.Problems);
    }

    [Fact]
    public async Task A_store_that_is_away_makes_it_unavailable_and_tells_no_more()
    {
        await _worker.OpenAsync();
        _worker.Documents.Failure = new RpcException(new Status(StatusCode.Unavailable, "secret address"));
        var failure = await Assert.ThrowsAsync<RpcException>(() => _worker.Dispatch(_worker.Raise("r1", "bob", 12)).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Matches("^[a-z-]+$", failure.Status.Detail);
    }

    [Fact]
    public async Task A_surprise_is_internal_and_tells_no_more()
    {
        _worker.Publisher.Gate = new TaskCompletionSource();
        _worker.Publisher.Gate.SetException(new InvalidOperationException("secret"));
        var failure = await Assert.ThrowsAsync<RpcException>(_worker.OpenAsync);

        Assert.Equal((StatusCode.Internal, "internal-error"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task What_became_of_it_can_be_asked()
    {
        await _worker.OpenAsync();
        await _worker.Dispatch(_worker.Raise("r1", "bob", 12));
        await _worker.Dispatch(_worker.Raise("r2", "carol", 12));

        Assert.Equal(new GetStatusReply { Known = true, Status = "raised", Seq = 2, User = "bob" }, await StatusOf("a1.r1"));
        Assert.Equal(new GetStatusReply { Known = true, Status = "rejected", Reason = "too-low", User = "carol" }, await StatusOf("a1.r2"));
        Assert.Equal(new GetStatusReply(), await StatusOf("nonsense"));
    }

    [Fact]
    public async Task What_is_not_decided_can_only_be_told_where_workflows_can_be_asked()
    {
        await _worker.OpenAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(() => StatusOf("a1.r3"));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    private async Task<GetStatusReply> StatusOf(string command) =>
        await _worker.Call(Wire.GetStatus, new GetStatusRequest { CommandId = command });
}
