using Auctions.Store;

namespace Auctions.Outbox;

/// <summary>
/// Finds the events that stay unpublished because their worker died between commit and publish. The age of an event is counted
/// from when it was first seen here: its own time is that of the raise, which may have waited a long time for its decision.
/// </summary>
/// <param name="documents">The store.</param>
internal sealed class UnpublishedEvents(IDocuments documents)
{
    private const int HeadsAtOnce = 100;

    private Dictionary<(string Auction, long Seq), DateTimeOffset> _seen = [];

    /// <summary>Reads the heads of the auctions and finds their old unpublished events. Calls must not overlap.</summary>
    /// <param name="auctions">The ids of every auction that isn't over.</param>
    /// <param name="now">The time.</param>
    /// <param name="age">How long an event must have been unpublished.</param>
    /// <param name="cancellation">Cancels the reads.</param>
    /// <returns>The heads that name such events, and the seqs of these events.</returns>
    public async Task<IReadOnlyList<(AuctionHead Head, IReadOnlySet<long> Seqs)>> FindAsync(
        IReadOnlyList<string> auctions, DateTimeOffset now, TimeSpan age, CancellationToken cancellation)
    {
        var seen = new Dictionary<(string, long), DateTimeOffset>();
        var overdue = new List<(AuctionHead, IReadOnlySet<long>)>();
        foreach (var chunk in auctions.Chunk(HeadsAtOnce))
        {
            var heads = await documents.FindManyAsync([.. chunk.Select(AuctionKeys.Head)], cancellation);
            for (var at = 0; at < chunk.Length; at++)
            {
                if (heads[at] is not { } content)
                    continue;
                var head = HeadJson.Read(chunk[at], content);
                var due = new HashSet<long>();
                foreach (var seq in head.Unpublished)
                {
                    var since = _seen.GetValueOrDefault((chunk[at], seq), now);
                    seen.Add((chunk[at], seq), since);
                    if (now - since >= age)
                        due.Add(seq);
                }

                if (due.Count > 0)
                    overdue.Add((head, due));
            }
        }

        _seen = seen;
        return overdue;
    }
}
