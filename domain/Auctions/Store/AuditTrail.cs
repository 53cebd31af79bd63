namespace Auctions.Store;

/// <summary>Reads all decisions about an auction in order: those in the sealed pages, then those in the head.</summary>
/// <param name="documents">The store.</param>
internal sealed class AuditTrail(IDocuments documents)
{
    // A page has some 10 kB.
    private const int PagesAtOnce = 16;

    /// <summary>Reads the whole trail up to a head.</summary>
    /// <exception cref="InvalidDataException">A page is missing or can't be read. The message names the page.</exception>
    public async ValueTask<IReadOnlyList<DecisionRecord>> ReadAsync(AuctionHead head, CancellationToken cancellation) =>
        [.. await ReadSealedAsync(head, cancellation), .. head.Decisions];

    /// <summary>Reads the sealed part of the trail, which precedes a head. Its pages were stored before the head was.</summary>
    /// <exception cref="InvalidDataException">A page is missing or can't be read. The message names the page.</exception>
    public async ValueTask<IReadOnlyList<DecisionRecord>> ReadSealedAsync(AuctionHead head, CancellationToken cancellation)
    {
        var trail = new List<DecisionRecord>((int)head.SealedDecisions);
        for (long page = 0; page < head.SealedDecisions / AuctionHead.PageSize; page += PagesAtOnce)
        {
            var count = (int)Math.Min(PagesAtOnce, (head.SealedDecisions / AuctionHead.PageSize) - page);
            var keys = Enumerable.Range(0, count).Select(at => AuctionKeys.AuditPage(head.State.Id, page + at)).ToArray();
            var found = await documents.FindManyAsync(keys, cancellation);
            for (var at = 0; at < count; at++)
                trail.AddRange(HeadJson.Read<DecisionRecord[]>(
                    keys[at], found[at] ?? throw new InvalidDataException($"The document {keys[at]} is missing from the store.")));
        }

        return trail;
    }
}
