using Auctions.Events;

namespace Auctions.Store;

/// <summary>Finds the events of an auction, in a head or in the sealed pages.</summary>
/// <param name="documents">The store.</param>
internal sealed class EventHistory(IDocuments documents)
{
    // A page has some 20 kB.
    private const int PagesAtOnce = 16;

    /// <summary>Finds the events with the given seqs, ascending.</summary>
    /// <param name="head">The head.</param>
    /// <param name="seqs">The seqs, ascending, none above the head's.</param>
    /// <param name="cancellation">Cancels the reads.</param>
    public async ValueTask<IReadOnlyList<ISequenced>> FindAsync(
        AuctionHead head, IReadOnlyCollection<long> seqs, CancellationToken cancellation)
    {
        var requested = seqs.ToHashSet();
        var found = new List<ISequenced>();
        var pages = seqs.Select(PageOf).Where(page => page < head.SealedPages).Distinct();
        foreach (var chunk in pages.Chunk(PagesAtOnce))
            foreach (var page in await ReadPagesAsync(head.State.Id, chunk, cancellation))
                Add(page);
        Add(head.Events);
        return found;

        void Add(IEnumerable<StoredEvent> events) =>
            found.AddRange(events.Select(stored => stored.Happened).Where(happened => requested.Contains(happened.Seq)));
    }

    /// <summary>The number of the page that contains an event, or will contain it.</summary>
    public static long PageOf(long seq) => (seq - 1) / AuctionHead.PageSize;

    /// <summary>Reads sealed pages, in the order given. Pages that a head counts were stored before the head was.</summary>
    /// <exception cref="InvalidDataException">A page is missing or can't be read. The message names the page.</exception>
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
