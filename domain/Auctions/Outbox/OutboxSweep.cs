using Auctions.Store;
using Microsoft.Extensions.Logging;

namespace Auctions.Outbox;

/// <summary>
/// Publishes events that a worker committed before it died, and commits which events this worker has published where no later
/// change did so. Every worker sweeps; two workers that sweep at the same time may publish an event twice.
/// </summary>
/// <param name="index">The list of auctions.</param>
/// <param name="store">Notes which events are published.</param>
/// <param name="documents">The store, which has the heads that other workers committed.</param>
/// <param name="outbox">Publishes the events.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Reports auctions that had unpublished events.</param>
/// <param name="options">How long other workers have for their own events; null for the defaults.</param>
public sealed class OutboxSweep(
    AuctionIndex index, AuctionStore store, IDocuments documents, AuctionOutbox outbox, TimeProvider time,
    ILogger<OutboxSweep> log, OutboxSweepOptions? options = null)
{
    private readonly OutboxSweepOptions _options = options ?? new();
    private readonly UnpublishedEvents _unpublished = new(documents);

    /// <summary>Sweeps once. Calls must not overlap.</summary>
    /// <returns>The number of events that were published.</returns>
    /// <exception cref="AuctionBusyException">A head could not be written; the next sweep tries again.</exception>
    public async Task<int> SweepOnceAsync(CancellationToken cancellation)
    {
        var running = (await index.ReadAsync(cancellation)).Where(line => !line.IsOver).Select(line => line.Id).ToList();
        var published = 0;
        foreach (var (head, seqs) in await _unpublished.FindAsync(running, time.GetUtcNow(), _options.RepublishAfter, cancellation))
        {
            var count = await outbox.PublishAsync(head, seqs.Contains, cancellation);
            if (count > 0)
                log.LogWarning("{Count} events of auction {Auction} were committed but not published; they are published now", count, head.State.Id);
            published += count;
        }

        await store.CommitPublishedAsync(_options.CommitPublishedAfter, cancellation);
        return published;
    }
}

/// <summary>How long <see cref="OutboxSweep"/> waits for other workers to do their own work.</summary>
public sealed record OutboxSweepOptions
{
    /// <summary>How long an event must stay unpublished before the sweep publishes it.</summary>
    public TimeSpan RepublishAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a published event waits for another commit that notes it, before the sweep makes a commit for it.</summary>
    public TimeSpan CommitPublishedAfter { get; init; } = TimeSpan.FromSeconds(1);
}
