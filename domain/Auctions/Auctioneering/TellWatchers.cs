using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifetime;
using Auctions.Store;

namespace Auctions.Auctioneering;

/// <summary>
/// The last step of an auctioneer's command: the event goes to every pusher, and what opens and closes the auction
/// hears that its hours have changed.
/// </summary>
/// <param name="announcer">The way to the pushers.</param>
/// <param name="lifetimes">What opens and closes it.</param>
public sealed class TellWatchers(Announcer announcer, ILifetimes lifetimes) : IHandler<AuctioneerCommand>
{
    /// <inheritdoc/>
    public async ValueTask<Outcome> HandleAsync(AuctioneerCommand command, CommandContext context)
    {
        await announcer.AnnounceAsync(command.Auction, context);
        if (context.Outcome.Kind == OutcomeKind.Succeeded)
            await lifetimes.WakeAsync(command.Auction, context.Cancellation);
        return context.Outcome;
    }
}
