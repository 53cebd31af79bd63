using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The last step of a raise: the event goes to every pusher, the rejection to the bidder. Done again, it publishes
/// what is not known to be published; watchers drop by its seq what they have already.
/// </summary>
/// <param name="heads">Where the events are, and where it is noted that they are published.</param>
/// <param name="publisher">The way to the pushers.</param>
public sealed class NotifyParticipants(AuctionHeads heads, IEventPublisher publisher) : IHandler<AuctionRaiseCommand>
{
    /// <inheritdoc/>
    public async ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context)
    {
        var outcome = context.Outcome;
        IReadOnlyList<ISequenced> recorded = [.. context.Events.OfType<ISequenced>()];
        if (recorded.Count == 0 && outcome.Kind == OutcomeKind.Succeeded)
            recorded = await FromHeadAsync(command.Auction, outcome.Seq, context.Cancellation);

        foreach (var happened in recorded)
        {
            await publisher.PublishAsync(happened, context.Cancellation);
            heads.NotePublished(command.Auction, happened.Seq);
        }

        // Whoever reused an id is answered, not told: to watchers that id is the command that had it first.
        if (outcome is { Kind: OutcomeKind.Rejected, Reason: { } reason and not Rejections.IdempotencyKeyReused })
            await publisher.PublishAsync(
                new RaiseRejectedEvent(command.Auction, command.Bidder, command.CommandId, reason), context.Cancellation);
        return outcome;
    }

    // The raise was committed before: by a try that failed later, or in another process. The opening goes along where
    // nobody has told it, for it may have been this raise's doing; it is always the first event.
    private async ValueTask<IReadOnlyList<ISequenced>> FromHeadAsync(string auction, long? seq, CancellationToken cancellation) =>
        await heads.FindAsync(auction, cancellation) is { } head
            ? await heads.FindUnpublishedAsync(head, other => other == seq || other == 1, cancellation)
            : [];
}
