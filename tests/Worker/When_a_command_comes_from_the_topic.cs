using Auctions.Catalog;
using Auctions.Events;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Worker.Tests.Fixtures;
using Delivered = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Worker.Tests;

public sealed class When_a_command_comes_from_the_topic : IDisposable
{
    private readonly WorkerUnderTest _worker = new();

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task The_worker_has_subscribed_with_a_place_for_dead_letters()
    {
        var answer = await _worker.Call(Wire.ListTopicSubscriptions, new Empty());

        Assert.Equal(
            [("pubsub", "auction-commands", "auction-commands-dead"), ("pubsub", "auction-commands-dead", "")],
            answer.Subscriptions.Select(subscription => (subscription.PubsubName, subscription.Topic, subscription.DeadLetterTopic)));
    }

    [Fact]
    public async Task A_sidecar_that_asks_for_bindings_and_health_gets_answers()
    {
        var bindings = await _worker.Call(Wire.ListInputBindings, new Empty());
        await _worker.Call(Wire.HealthCheck, new Empty());

        Assert.Empty(bindings.Bindings);
    }

    [Fact]
    public async Task A_raise_is_done_once_however_often_it_is_delivered()
    {
        await _worker.OpenAsync();
        const string raise = """{"auction":"a1","amount":12,"user":"bob","command":"a1.t1"}""";

        Assert.Equal(Delivered.Success, await DeliverAsync(raise));
        Assert.Equal(Delivered.Success, await DeliverAsync(raise));
        Assert.All(_worker.Publisher.Published.OfType<AuctionRaisedEvent>(), raised => Assert.Equal((2, "a1.t1"), (raised.Seq, raised.Command)));
    }

    [Fact]
    public async Task A_new_auction_is_made()
    {
        var closesAt = _worker.Clock.GetUtcNow().AddHours(1);
        var status = await DeliverAsync(
            $$"""{"auction":"a1","title":"A lamp","currency":"EUR","startingPrice":10,"closesAt":"{{closesAt:O}}","user":"sue","command":"a1.t1"}""");

        Assert.Equal(Delivered.Success, status);
        Assert.Equal("A lamp", Assert.Single(_worker.Publisher.Published.OfType<AuctionOpenedEvent>()).Title);
    }

    [Theory]
    [InlineData("\"ladderOnly\":null,\"buyNowUntil\":null,\"reservePrice\":null", true)]
    [InlineData("\"ladderOnly\":true,\"softClose\":{\"window\":\"00:01:00\",\"extension\":\"00:01:00\"}", true)]
    [InlineData("\"session\":{\"id\":\"s1\",\"lot\":1}", false)]
    [InlineData("\"seller\":\"eve\"", false)]
    [InlineData("\"reserve\":50", false)]
    public async Task A_new_auction_has_the_fields_of_the_http_body_and_no_others(string field, bool isMade)
    {
        var status = await DeliverAsync(
            $$"""
            {"auction":"a1","title":"A lamp","currency":"EUR","startingPrice":10,"user":"sue","command":"a1.t1",
             "closesAt":"{{_worker.Clock.GetUtcNow().AddHours(1):O}}",{{field}}}
            """);

        Assert.Equal(isMade ? Delivered.Success : Delivered.Drop, status);
        Assert.Equal(isMade, _worker.Publisher.Published.OfType<AuctionOpenedEvent>().Any());
    }

    /// <summary>Every command of the house as a message, by its name.</summary>
    public static TheoryData<string, string> Typed => new()
    {
        { "AuctionRaise", """{"type":"AuctionRaise","commandId":"a1.t1","auction":"a1","bidder":"bob","amount":12}""" },
        { "Auctioneer", """{"type":"Auctioneer","commandId":"a1.t1","auction":"a1","user":"sue","wish":"pause"}""" },
        {
            "OpenAuction",
            """{"type":"OpenAuction","commandId":"a2.t1","auction":"a2","seller":"sue","terms":{"title":"B","currency":"EUR","startingPrice":1,"closesAt":"CLOSE"}}"""
        },
        {
            "OpenSession",
            """
            {"type":"OpenSession","commandId":"s1.t1","session":"s1","seller":"sue","terms":{"title":"E","gap":"00:01:00","lots":[
              {"terms":{"title":"B","currency":"EUR","startingPrice":1,"closesAt":"0001-01-01T00:00:00Z"},"duration":"00:05:00"}]}}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task One_that_says_its_type_is_done(string type, string message)
    {
        await _worker.OpenAsync();

        Assert.Equal(Delivered.Success, await DeliverAsync(message.Replace("CLOSE", $"{_worker.Clock.GetUtcNow().AddHours(1):O}", StringComparison.Ordinal)));
        Assert.True(type == "OpenSession" || _worker.Publisher.Published.Count > 1, $"{type} published nothing.");
    }

    [Fact]
    public void Each_type_is_among_those() =>
        Assert.Equal(AuctionCommands.Catalog.Names.Order(StringComparer.Ordinal), Typed.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"type":"Wish","commandId":"a1.t1","auction":"a1","bidder":"bob","amount":12}""")]
    [InlineData("""{"type":7,"commandId":"a1.t1","auction":"a1","bidder":"bob","amount":12}""")]
    [InlineData("""{"type":"AuctionRaise","commandId":"a1.t1","auction":"a1","bidder":"bob","amount":12,"maximun":20}""")]
    [InlineData("""{"type":"AuctionRaise","auction":"a1","bidder":"bob","amount":12}""")]
    [InlineData("""{"type":"AuctionRaise","type":"AuctionRaise","commandId":"a1.t1","auction":"a1","bidder":"bob","amount":12}""")]
    [InlineData("""{"type":"Auctioneer","commandId":"a1.t1","auction":"a1","user":"sue","wish":"raise"}""")]
    public async Task One_whose_type_or_fields_are_wrong_goes_to_the_dead_letters(string message)
    {
        await _worker.OpenAsync();

        Assert.Equal(Delivered.Drop, await DeliverAsync(message));
        Assert.Empty(_worker.Publisher.Published.OfType<AuctionRaisedEvent>());
    }

    [Fact]
    public async Task A_rejection_is_an_outcome_and_not_delivered_again()
    {
        await _worker.OpenAsync();

        Assert.Equal(Delivered.Success, await DeliverAsync("""{"auction":"a1","amount":1,"user":"bob","command":"a1.t1"}"""));
        Assert.Equal("too-low", Assert.Single(_worker.Publisher.Published.OfType<RaiseRejectedEvent>()).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("amount=12")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"auction":"a1","amount":12,"command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"user":"bob"}""")]
    [InlineData("""{"amount":12,"user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"user":"bob","command":"a2.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"user":"bob","command":"t1"}""")]
    [InlineData("""{"auction":"a1","amount":"12","user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":-12,"user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12.001,"user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":1e30,"user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"amount":13,"user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","maximum":12,"amount":11,"user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"note":"please","user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"title":"A lamp","user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","title":"A lamp","user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"bidder":"eve","user":"bob","command":"a1.t1"}""")]
    [InlineData("""{"auction":"a1","amount":12,"receivedAt":"2020-01-01T00:00:00Z","user":"bob","command":"a1.t1"}""")]
    public async Task What_cannot_be_a_command_goes_to_the_dead_letters(string body)
    {
        await _worker.OpenAsync();

        Assert.Equal(Delivered.Drop, await DeliverAsync(body));
        Assert.Empty(_worker.Publisher.Published.OfType<AuctionRaisedEvent>());
    }

    [Theory]
    [InlineData("events", "auction-commands")]
    [InlineData("pubsub", "auction-events")]
    public async Task What_was_not_subscribed_to_goes_to_the_dead_letters(string pubsub, string topic)
    {
        await _worker.OpenAsync();

        Assert.Equal(Delivered.Drop, await DeliverAsync("""{"auction":"a1","amount":12,"user":"bob","command":"a1.t1"}""", pubsub, topic));
    }

    [Fact]
    public async Task What_could_not_be_done_now_is_delivered_again()
    {
        await _worker.OpenAsync();
        const string raise = """{"auction":"a1","amount":12,"user":"bob","command":"a1.t1"}""";

        _worker.Documents.Failure = new RpcException(new Status(StatusCode.Unavailable, "away"));
        Assert.Equal(Delivered.Retry, await DeliverAsync(raise));
        _worker.Documents.Failure = null;
        Assert.Equal(Delivered.Success, await DeliverAsync(raise));
    }

    [Fact]
    public async Task What_would_fail_for_ever_goes_to_the_dead_letters()
    {
        await _worker.OpenAsync();
        _worker.Publisher.Gate = new TaskCompletionSource();
        _worker.Publisher.Gate.SetException(new InvalidOperationException("a bug"));

        // What is too low is told to the bidder at every try.
        Assert.Equal(Delivered.Drop, await DeliverAsync("""{"auction":"a1","amount":9,"user":"bob","command":"a1.t1"}"""));
    }

    [Theory]
    [InlineData(-600, "not-open")]
    [InlineData(600, null)]
    public async Task It_was_received_when_the_broker_got_it_but_never_in_the_future(int secondsFromNow, string? reason)
    {
        // The auction opens now, so a raise from before is early, and one from the future would be late.
        await _worker.OpenAsync();
        var status = await DeliverAsync(
            """{"auction":"a1","amount":12,"user":"bob","command":"a1.t1"}""",
            time: _worker.Clock.GetUtcNow().AddSeconds(secondsFromNow));

        Assert.Equal(Delivered.Success, status);
        Assert.Equal(reason, _worker.Publisher.Published.OfType<RaiseRejectedEvent>().SingleOrDefault()?.Reason);
        Assert.All(
            _worker.Publisher.Published.OfType<AuctionRaisedEvent>(),
            raised => Assert.True(raised.At <= _worker.Clock.GetUtcNow()));
    }

    private async Task<Delivered> DeliverAsync(
        string body, string pubsub = "pubsub", string topic = "auction-commands", DateTimeOffset? time = null)
    {
        var envelope = new TopicEventRequest
        {
            Id = "m1",
            PubsubName = pubsub,
            Topic = topic,
            DataContentType = "application/json",
            Data = ByteString.CopyFromUtf8(body),
        };
        if (time is { } published)
            envelope.Extensions = new Struct { Fields = { ["time"] = Value.ForString(published.ToString("O")) } };
        return (await _worker.Call(Wire.OnTopicEvent, envelope)).Status;
    }
}
