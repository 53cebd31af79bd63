using Auctions.Bus;
using Auctions.Store;

namespace Auctions.Auctioneering;

/// <summary>
/// The first step of an auctioneer's command: the rules decide, and the decision is committed. A second run finds the
/// decision and returns the same outcome.
/// </summary>
/// <param name="store">Commits the decision.</param>
public sealed class ApplyAuctioneerAction(AuctionStore store) : IHandler<AuctioneerCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded with the seq of the event; rejected with one of <see cref="Rules.Rejections"/>; invalid with the field
    /// <c>step</c> where the step has more decimals than the auction's currency.
    /// </returns>
    /// <exception cref="AuctionBusyException">The decision could not be committed; the step may run again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctioneerCommand command, CommandContext context)
    {
        while (true)
        {
            var change = new AuctioneerChange(command, await ReadSealedTrailAsync(command, context.Cancellation));
            var outcome = await store.CommitAsync(command.Auction, change, context.Cancellation);
            if (change.IsTrailOutdated)
                continue;
            context.RecordAll(change.Events);
            return outcome;
        }
    }

    // Only a voiding needs the trail: it decides the remaining bids again.
    private async ValueTask<IReadOnlyList<DecisionRecord>> ReadSealedTrailAsync(AuctioneerCommand command, CancellationToken cancellation) =>
        command.Action == DecisionKind.Void && await store.FindAsync(command.Auction, cancellation) is { } head
            ? await store.ReadSealedTrailAsync(head, cancellation)
            : [];
}
