using Auctions.Events;

namespace Auctions.Store;

/// <summary>The events of an auction, wherever they are: in a head, or in the pages sealed before it.</summary>
/// <param name="documents">The store.</param>
internal sealed class EventHistory(IDocuments documents)
{
    // A page holds some 20 kB.
    private const int PagesAtOnce = 16;

    /// <summary>The events of some places in the history.</summary>
    /// <param name="head">The head.</param>
    /// <param name="seqs">Ascending, none above the head's.</param>
    /// <param name="cancellation">Ends the reads.</param>
    public async ValueTask<IReadOnlyList<ISequenced>> FindAsync(
        AuctionHead head, IReadOnlyCollection<long> seqs, CancellationToken cancellation)
    {
        var wanted = seqs.ToHashSet();
        var found = new List<ISequenced>();
        var pages = seqs.Select(PageOf).Where(page => page < head.SealedPages).Distinct();
        foreach (var some in pages.Chunk(PagesAtOnce))
            foreach (var page in await ReadPagesAsync(head.State.Id, some, cancellation))
                Add(page);
        Add(head.Events);
        return found;

        void Add(IEnumerable<StoredEvent> events) =>
            found.AddRange(events.Select(stored => stored.Happened).Where(happened => wanted.Contains(happened.Seq)));
    }

    /// <summary>The page that holds, or will hold, an event.</summary>
    public static long PageOf(long seq) => (seq - 1) / AuctionHead.PageSize;

    /// <summary>Some sealed pages, in their order. Those that a head counts were stored before it, so none is missing.</summary>
    /// <exception cref="InvalidDataException">A page is missing all the same, or can't be read; says which.</exception>
    public async ValueTask<IReadOnlyList<StoredEvent[]>> ReadPagesAsync(
        string auction, IEnumerable<long> pages, CancellationToken cancellation)
    {
        var keys = pages.Select(page => AuctionKeys.EventPage(auction, page)).ToArray();
        if (keys.Length == 0)
            return [];
        var found = await documents.FindManyAsync(keys, cancellation);
        return [.. keys.Zip(found, (key, content) => HeadJson.Read<StoredEvent[]>(
            key, content ?? throw new InvalidDataException($"The document {key} is missing from the store.")))];
    }
}
