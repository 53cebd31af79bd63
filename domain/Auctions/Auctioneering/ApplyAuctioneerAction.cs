using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Store;

namespace Auctions.Auctioneering;

/// <summary>
/// The first step of an auctioneer's command: the rules decide it, and all pending commands that were received before it. A second
/// run finds the decision and returns the same outcome.
/// </summary>
/// <param name="order">Decides the command at its place in the auction's order.</param>
public sealed class ApplyAuctioneerAction(CommandOrder order) : IHandler<AuctioneerCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded with the seq of the event; rejected with one of <see cref="Rules.Rejections"/>; invalid with the field
    /// <c>step</c> where the step has more decimals than the auction's currency.
    /// </returns>
    /// <exception cref="AuctionBusyException">The decision could not be committed; the step may run again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctioneerCommand command, CommandContext context)
    {
        var (outcome, events) = await order.DecideAsync(command, context.Cancellation);
        context.RecordAll(events);
        return outcome;
    }
}
