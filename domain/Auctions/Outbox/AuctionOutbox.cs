using Auctions.Bus;
using Auctions.Events;
using Auctions.Store;

namespace Auctions.Outbox;

/// <summary>
/// Publishes committed events to every pusher. A head names the events that are not known to be published, so an event is
/// published at least once whichever process dies; watchers drop a seq that they have.
/// </summary>
/// <param name="store">Holds the events, and notes which are published.</param>
/// <param name="publisher">Publishes an event.</param>
public sealed class AuctionOutbox(AuctionStore store, IEventPublisher publisher)
{
    /// <summary>
    /// Publishes what the steps before recorded. Where they recorded nothing, an earlier try may have committed the command:
    /// then its events are published, as far as they are not known to be.
    /// </summary>
    public async ValueTask PublishAsync(string auction, CommandContext context)
    {
        var recorded = context.Events.OfType<ISequenced>().ToList();
        if (recorded.Count > 0)
            await PublishAsync(auction, recorded, context.Cancellation);
        else if (context.Outcome.Kind == OutcomeKind.Succeeded && await store.FindAsync(auction, context.Cancellation) is { } head)
            await PublishAsync(head, OfCommand(head, context.Outcome.Seq), context.Cancellation);
    }

    /// <summary>Publishes those events of a head that are not known to be published.</summary>
    /// <param name="head">The head.</param>
    /// <param name="which">Which seqs to publish.</param>
    /// <param name="cancellation">Ends the work; what is published by then stays published.</param>
    /// <returns>The number of events.</returns>
    public async ValueTask<int> PublishAsync(AuctionHead head, Func<long, bool> which, CancellationToken cancellation)
    {
        var unpublished = await store.FindUnpublishedAsync(head, which, cancellation);
        await PublishAsync(head.State.Id, unpublished, cancellation);
        return unpublished.Count;
    }

    // A raise may also open the auction, draw the house's answer or close the auction: those are its events, too.
    private static Func<long, bool> OfCommand(AuctionHead head, long? seq)
    {
        var opening = head.OpeningSeq;
        return other => other == seq || other == seq + 1 || other <= opening;
    }

    private async ValueTask PublishAsync(string auction, IReadOnlyList<ISequenced> events, CancellationToken cancellation)
    {
        foreach (var happened in events)
        {
            await publisher.PublishAsync(happened, cancellation);
            store.NotePublished(auction, happened.Seq);
        }
    }
}
