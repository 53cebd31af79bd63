using Auctions.Bus;

namespace Auctions.Raising;

/// <summary>The last step of a raise: the event goes to every pusher, the rejection to the bidder.</summary>
public sealed class NotifyParticipants : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    public ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context) => throw new NotImplementedException();
}
