using Auctions.Bus;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The second step of a raise: the rules decide, and the decision is committed. Done again, it finds the decision and
/// gives the same outcome; the events are then in the auction's head until they are published.
/// </summary>
/// <param name="heads">Where it is committed.</param>
public sealed class CheckBidAmount(AuctionHeads heads) : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded with the seq of the raise; rejected with one of <see cref="Rules.Rejections"/>; invalid with the
    /// field <c>amount</c> where the amount can't be one of the auction's currency.
    /// </returns>
    /// <exception cref="AuctionBusyException">It could not be committed; the step may be done again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var (outcome, events) = await heads.RaiseAsync(command, context.Cancellation);
        foreach (var happened in events)
            context.Record(happened);
        return outcome;
    }
}
