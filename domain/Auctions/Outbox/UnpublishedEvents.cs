using Auctions.Store;

namespace Auctions.Outbox;

/// <summary>
/// Finds the events that stay unpublished: their worker died between commit and publish. An event's age is counted
/// from when it was first seen here, for its own time is that of the raise, which may have waited long before.
/// </summary>
/// <param name="documents">The store.</param>
internal sealed class UnpublishedEvents(IDocuments documents)
{
    private const int HeadsAtOnce = 100;

    private Dictionary<(string Auction, long Seq), DateTimeOffset> _seen = [];

    /// <summary>Looks through the heads of some auctions. Not to be called again before it has returned.</summary>
    /// <param name="auctions">The ids of every auction that isn't over.</param>
    /// <param name="now">The time.</param>
    /// <param name="age">How long an event must have been seen unpublished.</param>
    /// <param name="cancellation">Ends the reads.</param>
    /// <returns>The heads that name such events, and the seqs of those.</returns>
    public async Task<IReadOnlyList<(AuctionHead Head, IReadOnlySet<long> Seqs)>> FindAsync(
        IReadOnlyList<string> auctions, DateTimeOffset now, TimeSpan age, CancellationToken cancellation)
    {
        var seen = new Dictionary<(string, long), DateTimeOffset>();
        var old = new List<(AuctionHead, IReadOnlySet<long>)>();
        foreach (var some in auctions.Chunk(HeadsAtOnce))
        {
            var heads = await documents.FindManyAsync([.. some.Select(AuctionKeys.Head)], cancellation);
            for (var at = 0; at < some.Length; at++)
            {
                if (heads[at] is not { } content)
                    continue;
                var head = HeadJson.Read(some[at], content);
                var due = new HashSet<long>();
                foreach (var seq in head.Unpublished)
                {
                    var since = _seen.GetValueOrDefault((some[at], seq), now);
                    seen.Add((some[at], seq), since);
                    if (now - since >= age)
                        due.Add(seq);
                }

                if (due.Count > 0)
                    old.Add((head, due));
            }
        }

        _seen = seen;
        return old;
    }
}
