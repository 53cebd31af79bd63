using Auctions.Bus;
using Auctions.Store;

namespace Auctions.Auctioneering;

/// <summary>
/// The first step of an auctioneer's command: the rules decide, and the decision is committed. Done again, it finds the
/// decision and gives the same outcome.
/// </summary>
/// <param name="heads">Where it is committed.</param>
public sealed class ObeyAuctioneer(AuctionHeads heads) : IHandler<AuctioneerCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded with the seq of the event; rejected with one of <see cref="Rules.Rejections"/>; invalid with the field
    /// <c>step</c> where it can't be one of the auction's currency.
    /// </returns>
    /// <exception cref="AuctionBusyException">It could not be committed; the step may be done again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctioneerCommand command, CommandContext context)
    {
        var (outcome, events) = await heads.ObeyAsync(command, context.Cancellation);
        foreach (var happened in events)
            context.Record(happened);
        return outcome;
    }
}
