using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The second step of a raise: the rules decide, and the decision is committed. A second run finds the decision and returns the
/// same outcome without events; the head names the unpublished events until they are published.
/// </summary>
/// <param name="store">Commits the decision.</param>
public sealed class CheckBidAmount(AuctionStore store) : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded with the seq of the bid; rejected with one of <see cref="Rejections"/>; invalid with the field <c>amount</c>
    /// or <c>maximum</c> where it has more decimals than the auction's currency.
    /// </returns>
    /// <exception cref="AuctionBusyException">The decision could not be committed; the step may run again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        if (!AuctionIds.IsWellFormed(command.Auction))
            return Outcome.Rejected(Rejections.UnknownAuction);
        var change = new RaiseChange(command);
        var outcome = await store.CommitAsync(command.Auction, change, context.Cancellation);
        context.RecordAll(change.Events);
        return outcome;
    }
}
