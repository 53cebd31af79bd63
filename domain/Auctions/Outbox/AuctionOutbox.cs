using Auctions.Bus;
using Auctions.Events;
using Auctions.Store;

namespace Auctions.Outbox;

/// <summary>
/// Publishes committed events to every pusher. A head names the events that are not known to be published, so every event is
/// published at least once, even if processes die. Watchers drop a seq that they already have.
/// </summary>
/// <param name="store">Holds the events, and notes which of them are published.</param>
/// <param name="publisher">Publishes an event.</param>
public sealed class AuctionOutbox(AuctionStore store, IEventPublisher publisher)
{
    /// <summary>
    /// Publishes the events that the earlier steps recorded. Where they recorded none, an earlier try may have committed the
    /// command. In that case those of its events are published that are not known to be.
    /// </summary>
    public async ValueTask PublishAsync(string auction, CommandContext context)
    {
        var recorded = context.Events.OfType<ISequenced>().ToList();
        if (recorded.Count > 0)
            await PublishAsync(auction, recorded, context.Cancellation);
        else if (context.Outcome.Kind == OutcomeKind.Succeeded && await store.FindAsync(auction, context.Cancellation) is { } head)
            await PublishAsync(head, OfCommand(head, context.Outcome.Seq), context.Cancellation);
    }

    /// <summary>Publishes the events of a head that are not known to be published.</summary>
    /// <param name="head">The head.</param>
    /// <param name="which">Whether to publish the event of a seq.</param>
    /// <param name="cancellation">Cancels the work; events that are published by then stay published.</param>
    /// <returns>The number of events that were published.</returns>
    public async ValueTask<int> PublishAsync(AuctionHead head, Func<long, bool> which, CancellationToken cancellation)
    {
        var unpublished = await store.FindUnpublishedAsync(head, which, cancellation);
        await PublishAsync(head.State.Id, unpublished, cancellation);
        return unpublished.Count;
    }

    // The command's events are the one that records its effect, the one after it (an automatic bid or the close) and, because a
    // command may also open the auction, the opening.
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
