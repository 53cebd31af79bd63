using Auctions.Bus;

namespace Auctions.Raising;

/// <summary>The second step of a raise: the rules decide, and the decision is committed.</summary>
public sealed class CheckBidAmount : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    public ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context) => throw new NotImplementedException();
}
