using System.Collections.Concurrent;
using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// Answers raises that need no decision, before a worker accepts them: a raise of an unknown auction, a raise whose amount has
/// too many decimals for the auction's currency, and a raise whose idempotency key was used before. An auction is looked up once
/// per process, because its currency never changes and auctions are never deleted.
/// </summary>
/// <param name="documents">The store.</param>
public sealed class RaiseAdmission(IDocuments documents) : IMiddleware
{
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<string, (int Decimals, string Currency)> _auctions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        next is CommandDelegate<AuctionRaiseCommand> rest
            ? (CommandDelegate<TCommand>)(object)(CommandDelegate<AuctionRaiseCommand>)((command, context) => AdmitAsync(command, context, rest))
            : next;

    private ValueTask<Outcome> AdmitAsync(AuctionRaiseCommand command, CommandContext context, CommandDelegate<AuctionRaiseCommand> next) =>
        _auctions.TryGetValue(command.Auction, out var auction) && !CommandIds.IsFromIdempotencyKey(command.CommandId)
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
        if (_auctions.Count >= MostRemembered)
            _auctions.Clear();
        _auctions.TryAdd(command.Auction, auction);
        return CommandIds.IsFromIdempotencyKey(command.CommandId)
            && await Decisions.FindAsync(documents, head, command.CommandId, context.Cancellation) is { } decided
                ? decided.OutcomeFor(((IAuctionCommand)command).Fingerprint)
                : await Admit(command, context, next, auction);
    }
}
