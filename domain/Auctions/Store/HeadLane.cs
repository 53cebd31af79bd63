namespace Auctions.Store;

/// <summary>
/// What this process knows of one auction: the changes that wait, the head as it was last seen, and what is to be
/// noted in it. Everything but the head is guarded by the lock of <see cref="HeadLanes"/>.
/// </summary>
internal sealed class HeadLane(string auction)
{
    public string Auction { get; } = auction;

    /// <summary>The changes that wait for the next commit.</summary>
    public List<HeadChange> Waiting { get; set; } = [];

    /// <summary>Whether somebody is at work on the changes.</summary>
    public bool Draining { get; set; }

    /// <summary>Seqs that this process published since the last commit that says so.</summary>
    public List<long> Published { get; } = [];

    /// <summary>When the first of <see cref="Published"/> was noted.</summary>
    public DateTimeOffset PublishedSince { get; set; }

    /// <summary>The head as last read or committed here; others may have moved on.</summary>
    public CachedHead? Cached { get; set; }

    /// <summary>How far the lists are sealed; only the drain touches it.</summary>
    public SealedThrough Sealed { get; set; }

    /// <summary>Whether the lane holds nothing that would be missed.</summary>
    public bool Idle => !Draining && Waiting.Count == 0 && Published.Count == 0;
}
