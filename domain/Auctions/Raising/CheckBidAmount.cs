using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The second step of a raise: the rules decide it, and all pending commands that were received before it. A second run finds the
/// decision and returns the same outcome without events; the head names the unpublished events until they are published.
/// </summary>
/// <param name="order">Decides the raise at its place in the auction's order.</param>
public sealed class CheckBidAmount(CommandOrder order) : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded with the seq of the bid; rejected with one of <see cref="Rejections"/>; invalid with the field <c>amount</c>
    /// or <c>maximum</c> where it has more decimals than the auction's currency.
    /// </returns>
    /// <exception cref="AuctionBusyException">The decision could not be committed; the step may run again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var (outcome, events) = await order.DecideAsync(command, context.Cancellation);
        context.RecordAll(events);
        return outcome;
    }
}
