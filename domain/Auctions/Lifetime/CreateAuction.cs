using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifetime;

/// <summary>
/// Creates the auction's head and its line in the index, and opens it where it opens at once. Done again, it goes on
/// where it was interrupted.
/// </summary>
/// <param name="heads">Where the auction is made.</param>
/// <param name="index">Where it is listed.</param>
/// <param name="publisher">The way to the pushers.</param>
/// <param name="lifetimes">What opens and closes it.</param>
public sealed class CreateAuction(AuctionHeads heads, AuctionIndex index, IEventPublisher publisher, ILifetimes lifetimes)
    : IHandler<OpenAuctionCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded, with seq 1 where it is open; rejected as <see cref="Rejections.IdempotencyKeyReused"/> where the
    /// command's id or the auction's is taken.
    /// </returns>
    /// <exception cref="AuctionBusyException">It could not be committed; the command may be sent again.</exception>
    public async ValueTask<Outcome> HandleAsync(OpenAuctionCommand command, CommandContext context)
    {
        var (outcome, events) = await heads.CreateAsync(command, context.Cancellation);
        foreach (var happened in events)
            context.Record(happened);
        if (outcome.Kind != OutcomeKind.Succeeded)
            return outcome;

        var head = await heads.FindAsync(command.Auction, context.Cancellation)
            ?? throw new InvalidDataException($"Auction {command.Auction} was made and is not in the store.");
        if (head.State.Status != AuctionStatus.Closed)
        {
            await index.AddAsync(IndexLine.Of(head.State), context.Cancellation);
            await lifetimes.BeginAsync(command.Auction, context.Cancellation);
        }

        foreach (var opened in await heads.FindUnpublishedAsync(head, seq => seq == outcome.Seq, context.Cancellation))
        {
            await publisher.PublishAsync(opened, context.Cancellation);
            heads.NotePublished(command.Auction, opened.Seq);
        }

        return outcome;
    }
}
