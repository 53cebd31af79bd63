using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Outbox;
using Auctions.Rules;

namespace Auctions.Raising;

/// <summary>
/// The last step of a raise: the events go to every pusher, a rejection goes to the bidder. Run again, it publishes what is
/// not known to be published; watchers drop a seq that they have.
/// </summary>
/// <param name="outbox">Publishes what happened.</param>
/// <param name="publisher">Publishes what concerns one bidder.</param>
/// <param name="workflows">The auction's workflow, which learns of a raise that closes the auction.</param>
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
        // A reused id is answered by Api alone: to watchers the id means the command that had it first.
        if (outcome is { Kind: OutcomeKind.Rejected, Reason: { } reason and not Rejections.IdempotencyKeyReused })
            await publisher.PublishAsync(
                new RaiseRejectedEvent(command.Auction, command.Bidder, command.CommandId, reason), context.Cancellation);
        return outcome;
    }
}
