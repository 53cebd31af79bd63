using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Outbox;
using Auctions.Rules;

namespace Auctions.Raising;

/// <summary>
/// The last step of a raise: publishes the events to every pusher, and a rejection to the bidder. A second run publishes the
/// events that are not known to be published. Watchers drop a seq that they already have.
/// </summary>
/// <param name="outbox">Publishes the events of the auction.</param>
/// <param name="publisher">Publishes rejections.</param>
/// <param name="workflows">Notifies the auction's workflow of a raise that closes the auction.</param>
public sealed class NotifyParticipants(AuctionOutbox outbox, IEventPublisher publisher, IAuctionWorkflows workflows)
    : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var outcome = context.Outcome;
        await outbox.PublishAsync(command.Auction, context);
        if (context.Events.OfType<AuctionClosedEvent>().Any())
            await workflows.NotifyAsync(command.Auction, context.Cancellation);
        // No event for a reused id: to watchers the id means the command that used it first.
        if (outcome is { Kind: OutcomeKind.Rejected, Reason: { } reason and not Rejections.IdempotencyKeyReused })
            await publisher.PublishAsync(
                new RaiseRejectedEvent(command.Auction, command.Bidder, command.CommandId, reason), context.Cancellation);
        return outcome;
    }
}
