using System.Text.Json;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Worker.Topics;
using Dapr.Client;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>The activity that puts a command that could not be done among the dead letters, and tells its bidder.</summary>
internal sealed class BuryCommand(DaprClient dapr, IEventPublisher publisher, IHostApplicationLifetime host, ILogger<BuryCommand> log)
    : WorkflowActivity<DeadCommand, bool>
{
    /// <summary>Buries it. Done twice, it lies there twice under one id.</summary>
    public override async Task<bool> RunAsync(WorkflowActivityContext context, DeadCommand input)
    {
        log.LogError(
            "{Command} {CommandId} goes to {DeadLetters}: {Step} kept failing, at last with {ErrorType}: {Error}",
            input.Type, input.Id, CommandsTopic.DeadLetterTopic, input.Step, input.ErrorType, input.Error);
        await dapr.PublishByteEventAsync(
            Components.PubSub, CommandsTopic.DeadLetterTopic, JsonSerializer.SerializeToUtf8Bytes(input, AuctionJson.Options), "application/json",
            cancellationToken: host.ApplicationStopped);
        if (input is { Auction: { } auction, Bidder: { } bidder })
            await publisher.PublishAsync(new RaiseRejectedEvent(auction, bidder, input.Id, Rejections.Failed), host.ApplicationStopped);
        return true;
    }
}
