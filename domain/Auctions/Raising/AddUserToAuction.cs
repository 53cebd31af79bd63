using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The first step of a raise: the bidder becomes a participant of the auction, once. It commits by itself, and only
/// for a bidder who is new, so that the next step may run in any other process.
/// </summary>
/// <param name="heads">Where it is committed.</param>
public sealed class AddUserToAuction(AuctionHeads heads) : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    /// <exception cref="AuctionBusyException">It could not be committed; the step may be done again.</exception>
    public ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var adding = heads.AddParticipantAsync(command, context.Cancellation);
        return adding.IsCompletedSuccessfully
            ? new(After(adding.Result, context))
            : AwaitAsync(adding, context);
    }

    private static async ValueTask<Outcome> AwaitAsync(ValueTask<bool> adding, CommandContext context) =>
        After(await adding, context);

    private static Outcome After(bool known, CommandContext context) =>
        known ? context.Outcome : Outcome.Rejected(Rejections.UnknownAuction);
}
