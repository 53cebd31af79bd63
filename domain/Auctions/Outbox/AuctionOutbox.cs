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
    /// Publishes the events that the earlier steps recorded. A step that finds its command decided recorded none: the step that
    /// decided it publishes them, and where that one died, the sweep does.
    /// </summary>
    public ValueTask PublishAsync(string auction, CommandContext context) =>
        PublishAsync(auction, [.. context.Events.OfType<ISequenced>()], context.Cancellation);

    /// <summary>Publishes committed events.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="events">The events, ascending.</param>
    /// <param name="cancellation">Cancels the work; events that are published by then stay published.</param>
    public async ValueTask PublishAsync(string auction, IReadOnlyList<ISequenced> events, CancellationToken cancellation)
    {
        foreach (var happened in events)
        {
            await publisher.PublishAsync(happened, cancellation);
            store.NotePublished(auction, happened.Seq);
        }
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
}
