namespace Auctions.Store;

/// <summary>
/// The markers that changes need, read beside the head and not after it where that is as good. A marker says what a list has
/// sealed and a head no longer names. Read after the head, it is there: an entry that a head doesn't have was sealed before that head was
/// written. Read before, it may be missing, unless the last known head names the entry, or has it sealed already.
/// </summary>
internal sealed class EarlyMarkers
{
    private readonly IDocuments _documents;
    private readonly List<HeadChange> _changes;
    private readonly AuctionHead? _known;
    private readonly string[] _keys;
    private readonly Task<IReadOnlyList<byte[]?>>? _reading;

    private EarlyMarkers(IDocuments documents, AuctionHead? known, List<HeadChange> changes, CancellationToken cancellation)
    {
        (_documents, _known, _changes) = (documents, known, changes);
        _keys = known is null ? [] : Keys(known);
        if (_keys.Length == 0)
            return;
        _reading = documents.FindManyAsync(_keys, cancellation).AsTask();
        // Where the read of the head fails, nobody waits for this one.
        _ = _reading.ContinueWith(static read => read.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    /// <summary>Begins to read the markers that the changes would need with the last known head.</summary>
    /// <param name="documents">The store.</param>
    /// <param name="known">The head that this process last read or committed; null where it has none.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="cancellation">Cancels the read.</param>
    public static EarlyMarkers Begin(IDocuments documents, AuctionHead? known, List<HeadChange> changes, CancellationToken cancellation) =>
        new(documents, known, changes, cancellation);

    /// <summary>Finds the stored ones among the markers that the changes need. Reads them now where an early read may have missed one.</summary>
    /// <param name="head">
    /// The head as it was read. A change before another one in the same commit only adds entries, which the head then has.
    /// </param>
    /// <param name="cancellation">Cancels the read.</param>
    public async Task<IReadOnlyDictionary<string, byte[]>> FindAsync(AuctionHead head, CancellationToken cancellation)
    {
        var keys = Keys(head);
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (keys.Length == 0)
            return found;
        var isEarlyEnough = _reading is not null && HadAllThat(head) && keys.All(_keys.Contains);
        var (of, contents) = isEarlyEnough ? (_keys, await _reading!) : (keys, await _documents.FindManyAsync(keys, cancellation));
        foreach (var (key, content) in of.Zip(contents))
            if (content is not null)
                found.Add(key, content);
        return found;
    }

    // Whether every entry that the head has sealed was in the known head, or was sealed then. What the known head named needs no
    // marker for itself, and its key is not among the early ones.
    private bool HadAllThat(AuctionHead head) =>
        head.SealedDecisions <= _known!.SealedDecisions + _known.Decisions.Length
        && head.SealedParticipants <= _known.SealedParticipants + _known.Participants.Length;

    private string[] Keys(AuctionHead head) => [.. _changes.SelectMany(change => change.MarkersFor(head)).Distinct(StringComparer.Ordinal)];
}
