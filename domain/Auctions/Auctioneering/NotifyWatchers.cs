using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Outbox;

namespace Auctions.Auctioneering;

/// <summary>
/// The last step of an auctioneer's command: publishes the event to every pusher, and notifies the auction's workflow,
/// because the hours may have changed.
/// </summary>
/// <param name="outbox">Publishes the event.</param>
/// <param name="workflows">Notifies the auction's workflow.</param>
public sealed class NotifyWatchers(AuctionOutbox outbox, IAuctionWorkflows workflows) : IHandler<AuctioneerCommand>
{
    /// <inheritdoc/>
    public async ValueTask<Outcome> HandleAsync(AuctioneerCommand command, CommandContext context)
    {
        await outbox.PublishAsync(command.Auction, context);
        if (context.Outcome.Kind == OutcomeKind.Succeeded)
            await workflows.NotifyAsync(command.Auction, context.Cancellation);
        return context.Outcome;
    }
}
