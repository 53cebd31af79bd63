using System.Collections.Concurrent;
using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// Turns away what needs no decision, before a raise is taken: one for an auction that isn't there, one whose amount
/// can't be of the auction's currency, and one whose idempotency key was used for another. An auction is looked up
/// once per process, for its currency never changes and it never goes away.
/// </summary>
/// <param name="documents">The store.</param>
public sealed class RaiseAdmission(IDocuments documents) : IMiddleware
{
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<string, (int Decimals, string Currency)> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        next is CommandDelegate<AuctionRaiseCommand> rest
            ? (CommandDelegate<TCommand>)(object)(CommandDelegate<AuctionRaiseCommand>)((command, context) => AdmitAsync(command, context, rest))
            : next;

    private ValueTask<Outcome> AdmitAsync(AuctionRaiseCommand command, CommandContext context, CommandDelegate<AuctionRaiseCommand> next) =>
        _known.TryGetValue(command.Auction, out var auction) && !CommandIds.IsFromIdempotencyKey(command.CommandId)
            ? Admit(command, context, next, auction)
            : LookUpAsync(command, context, next);

    private static ValueTask<Outcome> Admit(
        AuctionRaiseCommand command, CommandContext context, CommandDelegate<AuctionRaiseCommand> next, (int Decimals, string Currency) auction) =>
        Money.Problem(command.Limit, auction.Decimals) is { } problem
            ? new(Outcome.Invalid([new(command.LimitField, $"{problem} in {auction.Currency}")]))
            : next(command, context);

    private async ValueTask<Outcome> LookUpAsync(AuctionRaiseCommand command, CommandContext context, CommandDelegate<AuctionRaiseCommand> next)
    {
        if (!AuctionIds.IsWellFormed(command.Auction)
            || await documents.FindAsync(AuctionKeys.Head(command.Auction), context.Cancellation) is not var (content, _))
            return Outcome.Rejected(Rejections.UnknownAuction);

        var head = HeadJson.Read(command.Auction, content);
        var auction = (head.State.Decimals, head.State.Terms.Currency);
        if (_known.Count >= MostRemembered)
            _known.Clear();
        _known.TryAdd(command.Auction, auction);
        return CommandIds.IsFromIdempotencyKey(command.CommandId)
            && await Decisions.FindAsync(documents, head, command.CommandId, context.Cancellation) is { } before
                ? before.OutcomeFor(((IAuctionCommand)command).Fingerprint)
                : await Admit(command, context, next, auction);
    }
}
