using System.Collections.Concurrent;
using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The first step of a raise: the bidder becomes a participant of the auction, once. It commits by itself, and only for a
/// new bidder, so that the next step may run in any other process.
/// </summary>
/// <param name="store">The auctions.</param>
public sealed class AddUserToAuction(AuctionStore store) : IHandler<AuctionRaiseCommand>
{
    // Enough for the bidders of many busy auctions. A bidder who is not in it costs one read.
    private const int MostKnown = 100_000;

    private readonly ConcurrentDictionary<(string Auction, string Bidder), bool> _known = new();

    /// <inheritdoc/>
    /// <returns>The outcome as it was; rejected with <see cref="Rejections.UnknownAuction"/> where there is no such auction.</returns>
    /// <exception cref="AuctionBusyException">The participant could not be committed; the step may run again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var participant = (command.Auction, command.Bidder);
        if (_known.ContainsKey(participant))
            return context.Outcome;
        if (!AuctionIds.IsWellFormed(command.Auction))
            return Outcome.Rejected(Rejections.UnknownAuction);

        var result = await store.CommitAsync(command.Auction, new ParticipantChange(command), context.Cancellation);
        if (result == ParticipantChange.Result.UnknownAuction)
            return Outcome.Rejected(Rejections.UnknownAuction);
        if (result == ParticipantChange.Result.Participant)
            Remember(participant);
        return context.Outcome;
    }

    private void Remember((string Auction, string Bidder) participant)
    {
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known.TryAdd(participant, true);
    }
}
