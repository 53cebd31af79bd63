using Auctions.Bus;

namespace Auctions.Lifetime;

/// <summary>Creates the auction's head and its line in the index, and opens it where it opens at once.</summary>
public sealed class CreateAuction : IHandler<OpenAuctionCommand>
{
    /// <inheritdoc/>
    public ValueTask<Outcome> HandleAsync(OpenAuctionCommand command, CommandContext context) => throw new NotImplementedException();
}
