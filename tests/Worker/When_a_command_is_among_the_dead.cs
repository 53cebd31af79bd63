using System.Text.Json;
using Auctions;
using Auctions.DeadLetters;
using Auctions.Raising;
using Auctions.Worker.V1;
using Auctions.Worker.Workflows;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Workflow;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Worker.Tests.Fixtures;
using Delivered = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Worker.Tests;

public sealed class When_a_command_is_among_the_dead : IDisposable
{
    private readonly WorkerUnderTest _worker = new();

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task It_is_kept_once_with_its_error_and_its_payload()
    {
        var dead = DeadLetteredCommand.Of(
            new AuctionRaiseCommand("a1.r1", "a1", "bob", 12, DateTimeOffset.UnixEpoch), "CheckBidAmount",
            new WorkflowTaskFailureDetails("System.TimeoutException", "away"));
        var body = JsonSerializer.Serialize(dead, AuctionJson.Options);

        Assert.Equal(Delivered.Success, await DeliverAsync(body));
        Assert.Equal(Delivered.Success, await DeliverAsync(body));

        var letter = Assert.Single(await LettersAsync());
        Assert.Equal(("a1.r1", "AuctionRaise", "CheckBidAmount", "System.TimeoutException: away"), (letter.Id, letter.Type, letter.Step, letter.Error));
        Assert.Equal(12, letter.Payload.GetProperty("amount").GetDecimal());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("""{"id":"x","type":"Unheard"}""")]
    public async Task What_is_no_command_is_kept_as_it_came(string body)
    {
        await DeliverAsync(body);

        var letter = Assert.Single(await LettersAsync());
        Assert.Equal(("m1", null), (letter.Id, letter.Type));
    }

    [Fact]
    public async Task A_store_that_is_away_has_it_delivered_again()
    {
        _worker.Documents.Failure = new TimeoutException();
        Assert.Equal(Delivered.Retry, await DeliverAsync("{}"));
    }

    [Fact]
    public async Task One_that_is_not_there_cannot_be_replayed()
    {
        var reply = await _worker.Call(Wire.ReplayDeadLetter, new ReplayDeadLetterRequest { Id = "a1.r1" });
        Assert.Equal(ReplayDeadLetterReply.Types.Kind.Unknown, reply.Kind);
    }

    [Fact]
    public async Task The_oldest_go_when_there_are_too_many()
    {
        var box = _worker.Services.GetRequiredService<DeadLetterStore>();
        for (var at = 0; at <= DeadLetterStore.Most; at++)
            await box.PutAsync(
                new DeadLetter($"{at}", DateTimeOffset.UnixEpoch, null, JsonSerializer.SerializeToElement(at), null, "x"),
                TestContext.Current.CancellationToken);
        var letters = await LettersAsync();
        Assert.Equal((DeadLetterStore.Most, "1"), (letters.Count, letters[0].Id));
    }

    private async Task<IReadOnlyList<DeadLetter>> LettersAsync() =>
        await _worker.Services.GetRequiredService<DeadLetterStore>().ReadAsync(TestContext.Current.CancellationToken);

    private async Task<Delivered> DeliverAsync(string body) => (await _worker.Call(Wire.OnTopicEvent, new TopicEventRequest
    {
        Id = "m1",
        PubsubName = Components.PubSub,
        Topic = Components.DeadLetterTopic,
        Data = ByteString.CopyFromUtf8(body),
    })).Status;
}
