using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;
using Microsoft.Extensions.Logging;

namespace Auctions.Lifetime;

/// <summary>
/// Does what time brings: opens what is due, closes what is due, and publishes what a worker that died committed and
/// didn't publish. Every worker sweeps; what two do at once happens once, or is an event published twice.
/// </summary>
/// <remarks>
/// A line of the index moves on last, after the head has and its events are published: a sweep that dies midway is
/// done again by the next one. Where nothing is due, a sweep reads the index and nothing else.
/// </remarks>
/// <param name="index">The auctions and when they are due.</param>
/// <param name="heads">Where openings and closings are committed.</param>
/// <param name="documents">Where what others left unpublished is looked for.</param>
/// <param name="publisher">The way to the pushers.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Says what could not be done; the next sweep tries again.</param>
/// <param name="options">How long to leave things to others; null for the defaults.</param>
public sealed class LifetimeSweep(
    AuctionIndex index, AuctionHeads heads, IDocuments documents, IEventPublisher publisher, TimeProvider time,
    ILogger<LifetimeSweep> log, LifetimeSweepOptions? options = null)
{
    private readonly LifetimeSweepOptions _options = options ?? new();
    private readonly UnpublishedEvents _outbox = new(documents);
    private DateTimeOffset _checkedAt = DateTimeOffset.MinValue;

    /// <summary>Sweeps once. Not to be called again before it has returned.</summary>
    /// <returns>The number of auctions that went on and events that were published again.</returns>
    /// <exception cref="AuctionBusyException">The index could not be changed; the next sweep does it.</exception>
    public async Task<int> SweepOnceAsync(CancellationToken cancellation)
    {
        var lines = (await index.ReadAsync(cancellation)).Where(line => !line.IsOver).ToList();
        var now = time.GetUtcNow();
        var moved = new List<IndexLine>();
        foreach (var line in lines.Where(line => IsDue(line, now)))
            if (await MoveAsync(line, now, cancellation) is { } news)
                moved.Add(news);
        if (moved.Count > 0)
            await index.ReplaceAsync(moved, cancellation);

        var republished = 0;
        if (now - _checkedAt >= _options.CheckEvery)
        {
            _checkedAt = now;
            republished = await RepublishAsync([.. lines.Select(line => line.Id)], now, cancellation);
        }

        await heads.CommitPublishedAsync(_options.CommitPublishedAfter, cancellation);
        return moved.Count + republished;
    }

    private static bool IsDue(IndexLine line, DateTimeOffset now) =>
        (line.Status == AuctionStatus.Scheduled && now >= line.OpensAt) || now >= line.ClosesAt + AuctionRules.ClosingGrace;

    // One auction that can't be moved doesn't keep the others.
    private async Task<IndexLine?> MoveAsync(IndexLine line, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var head = now >= line.ClosesAt + AuctionRules.ClosingGrace
                ? await heads.CloseAsync(line.Id, now, cancellation)
                : await heads.OpenAsync(line.Id, now, cancellation);
            if (head is null)
            {
                log.LogError("Auction {Auction} is in the list of auctions and not in the store", line.Id);
                return null;
            }

            // Once closed it is looked through no more, so everything goes out now. At an opening only the opening
            // does: the raises are with those who made them.
            var over = head.State.Status is AuctionStatus.Closed or AuctionStatus.Cancelled;
            await PublishAsync(head, seq => over || seq == 1, cancellation);
            return IndexLine.Of(head.State);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning(failure, "Auction {Auction} is due and could not go on", line.Id);
            return null;
        }
    }

    private async Task<int> RepublishAsync(IReadOnlyList<string> auctions, DateTimeOffset now, CancellationToken cancellation)
    {
        var published = 0;
        foreach (var (head, seqs) in await _outbox.FindAsync(auctions, now, _options.RepublishAfter, cancellation))
        {
            var count = await PublishAsync(head, seqs.Contains, cancellation);
            if (count > 0)
                log.LogWarning("{Count} events of auction {Auction} were committed and not published; they are now", count, head.State.Id);
            published += count;
        }

        return published;
    }

    private async Task<int> PublishAsync(AuctionHead head, Func<long, bool> only, CancellationToken cancellation)
    {
        var unpublished = await heads.FindUnpublishedAsync(head, only, cancellation);
        foreach (var happened in unpublished)
        {
            await publisher.PublishAsync(happened, cancellation);
            heads.NotePublished(happened.Auction, happened.Seq);
        }

        return unpublished.Count;
    }
}
