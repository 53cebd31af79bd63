using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifetime;
using Auctions.Rules;

namespace Auctions.Raising;

/// <summary>
/// The last step of a raise: the events go to every pusher, the rejection to the bidder. Done again, it publishes
/// what is not known to be published; watchers drop by its seq what they have already.
/// </summary>
/// <param name="announcer">The way to the pushers for what happened.</param>
/// <param name="publisher">The way to the pushers for what concerns one bidder.</param>
/// <param name="lifetimes">What has to hear of an auction that a raise has closed.</param>
public sealed class NotifyParticipants(Announcer announcer, IEventPublisher publisher, ILifetimes lifetimes) : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var outcome = context.Outcome;
        await announcer.AnnounceAsync(command.Auction, context);
        if (context.Events.OfType<AuctionClosedEvent>().Any())
            await lifetimes.WakeAsync(command.Auction, context.Cancellation);

        // Whoever reused an id is answered, not told: to watchers that id is the command that had it first.
        if (outcome is { Kind: OutcomeKind.Rejected, Reason: { } reason and not Rejections.IdempotencyKeyReused })
            await publisher.PublishAsync(
                new RaiseRejectedEvent(command.Auction, command.Bidder, command.CommandId, reason), context.Cancellation);
        return outcome;
    }
}
