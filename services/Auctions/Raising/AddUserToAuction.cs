using Auctions.Bus;

namespace Auctions.Raising;

/// <summary>The first step of a raise: the bidder becomes a participant of the auction, once.</summary>
public sealed class AddUserToAuction : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    public ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context) => throw new NotImplementedException();
}
