namespace Auctions.Store;

/// <summary>All that was decided about an auction, in order: sealed pages, then what the head has.</summary>
/// <param name="documents">The store.</param>
internal sealed class AuditTrail(IDocuments documents)
{
    // A page holds some 10 kB.
    private const int PagesAtOnce = 16;

    /// <summary>The whole trail up to a head.</summary>
    public async ValueTask<IReadOnlyList<DecisionRecord>> ReadAsync(AuctionHead head, CancellationToken cancellation) =>
        [.. await ReadSealedAsync(head, cancellation), .. head.Decisions];

    /// <summary>What is sealed away before a head. Pages that a head counts were stored before it, so none is missing.</summary>
    /// <exception cref="InvalidDataException">A page is missing all the same, or can't be read; says which.</exception>
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
