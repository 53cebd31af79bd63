using System.Text.Json;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Worker.Topics;
using Dapr.Client;

namespace Auctions.Worker.Durable;

/// <summary>Puts a command that could not be done among the dead letters, and tells its bidder.</summary>
internal sealed class BuryCommand(DaprClient dapr, IEventPublisher publisher, ILogger<BuryCommand> log)
{
    /// <summary>The activity's name.</summary>
    public const string Name = "BuryCommand";

    /// <summary>Buries it. Done twice, it lies there twice under one id.</summary>
    public async Task RunAsync(DeadCommand dead, CancellationToken cancellation)
    {
        log.LogError(
            "{Command} {CommandId} goes to {DeadLetters}: {Step} kept failing, at last with {ErrorType}: {Error}",
            dead.Type, dead.Id, CommandsTopic.DeadLetterTopic, dead.Step, dead.ErrorType, dead.Error);
        await dapr.PublishByteEventAsync(
            Components.PubSub, CommandsTopic.DeadLetterTopic, JsonSerializer.SerializeToUtf8Bytes(dead, AuctionJson.Options), "application/json",
            cancellationToken: cancellation);
        if (dead is { Auction: { } auction, Bidder: { } bidder })
            await publisher.PublishAsync(new RaiseRejectedEvent(auction, bidder, dead.Id, Rejections.Failed), cancellation);
    }
}
