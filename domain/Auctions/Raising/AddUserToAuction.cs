using System.Collections.Concurrent;
using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The first step of a raise: the bidder becomes a participant of the auction. The step makes its own commit, so that the next
/// step may run in another process, and makes it only for a new bidder.
/// </summary>
/// <param name="store">Commits the participant.</param>
public sealed class AddUserToAuction(AuctionStore store) : IHandler<AuctionRaiseCommand>
{
    // Enough for the bidders of many busy auctions. A participant that is not remembered costs one read.
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<(string Auction, string Bidder), bool> _participants = new();

    /// <inheritdoc/>
    /// <returns>The outcome so far; rejected with <see cref="Rejections.UnknownAuction"/> where there is no such auction.</returns>
    /// <exception cref="AuctionBusyException">The participant could not be committed; the step may run again.</exception>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var participant = (command.Auction, command.Bidder);
        if (_participants.ContainsKey(participant))
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
        if (_participants.Count >= MostRemembered)
            _participants.Clear();
        _participants.TryAdd(participant, true);
    }
}
