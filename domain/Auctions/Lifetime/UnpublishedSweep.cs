using Auctions.Events;
using Auctions.Store;
using Microsoft.Extensions.Logging;

namespace Auctions.Lifetime;

/// <summary>
/// Publishes what a worker that died committed and didn't publish, and commits what was published and no raise came to
/// say so. Every worker sweeps; what two do at once is an event published twice.
/// </summary>
/// <param name="index">The auctions.</param>
/// <param name="heads">Where it is noted what is published.</param>
/// <param name="documents">Where what others left unpublished is looked for.</param>
/// <param name="publisher">The way to the pushers.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Says what was left unpublished.</param>
/// <param name="options">How long to leave things to others; null for the defaults.</param>
public sealed class UnpublishedSweep(
    AuctionIndex index, AuctionHeads heads, IDocuments documents, IEventPublisher publisher, TimeProvider time,
    ILogger<UnpublishedSweep> log, UnpublishedSweepOptions? options = null)
{
    private readonly UnpublishedSweepOptions _options = options ?? new();
    private readonly UnpublishedEvents _unpublished = new(documents);

    /// <summary>Sweeps once. Not to be called again before it has returned.</summary>
    /// <returns>The number of events that were published again.</returns>
    /// <exception cref="AuctionBusyException">It could not be noted; the next sweep does it.</exception>
    public async Task<int> SweepOnceAsync(CancellationToken cancellation)
    {
        var running = (await index.ReadAsync(cancellation)).Where(line => !line.IsOver).Select(line => line.Id).ToList();
        var published = 0;
        foreach (var (head, seqs) in await _unpublished.FindAsync(running, time.GetUtcNow(), _options.RepublishAfter, cancellation))
        {
            var count = await PublishAsync(head, seqs, cancellation);
            if (count > 0)
                log.LogWarning("{Count} events of auction {Auction} were committed and not published; they are now", count, head.State.Id);
            published += count;
        }

        await heads.CommitPublishedAsync(_options.CommitPublishedAfter, cancellation);
        return published;
    }

    private async Task<int> PublishAsync(AuctionHead head, IReadOnlySet<long> seqs, CancellationToken cancellation)
    {
        var unpublished = await heads.FindUnpublishedAsync(head, seqs.Contains, cancellation);
        foreach (var happened in unpublished)
        {
            await publisher.PublishAsync(happened, cancellation);
            heads.NotePublished(happened.Auction, happened.Seq);
        }

        return unpublished.Count;
    }
}
