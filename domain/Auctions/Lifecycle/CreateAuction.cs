using Auctions.Bus;
using Auctions.Outbox;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifecycle;

/// <summary>
/// Creates the auction's head and its line in the index, schedules its workflow, and publishes the opening where the auction
/// opens at once. A second run continues where the first was interrupted.
/// </summary>
/// <param name="store">The auctions.</param>
/// <param name="index">The list of auctions.</param>
/// <param name="outbox">Publishes the opening.</param>
/// <param name="workflows">Schedules the auction's workflow.</param>
public sealed class CreateAuction(AuctionStore store, AuctionIndex index, AuctionOutbox outbox, IAuctionWorkflows workflows)
    : IHandler<OpenAuctionCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded, with seq 1 where the auction opened at once; rejected with <see cref="Rejections.IdempotencyKeyReused"/> where
    /// the command's id or the auction's id is already in use.
    /// </returns>
    /// <exception cref="AuctionBusyException">The auction could not be committed; the command may be sent again.</exception>
    /// <exception cref="InvalidDataException">The auction was committed but is not in the store.</exception>
    public async ValueTask<Outcome> HandleAsync(OpenAuctionCommand command, CommandContext context)
    {
        var change = new CreateChange(command);
        var outcome = await store.CommitAsync(command.Auction, change, context.Cancellation);
        context.RecordAll(change.Events);
        if (outcome.Kind != OutcomeKind.Succeeded)
            return outcome;

        // The auction exists, so the rest is done even if the caller stops waiting.
        var head = await store.FindAsync(command.Auction, CancellationToken.None)
            ?? throw new InvalidDataException($"Auction {command.Auction} was created but is not in the store.");
        if (head.State.Status != AuctionStatus.Closed)
        {
            await index.AddAsync(IndexLine.Of(head.State), CancellationToken.None);
            await workflows.ScheduleAsync(command.Auction, CancellationToken.None);
        }

        await outbox.PublishAsync(head, seq => seq == outcome.Seq, CancellationToken.None);
        return outcome;
    }
}
