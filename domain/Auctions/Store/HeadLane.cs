namespace Auctions.Store;

/// <summary>
/// The data of one auction in this process: the waiting changes, the last known head, and the published events that no commit
/// notes yet. The lock of <see cref="HeadLanes"/> guards everything except <see cref="Cached"/> and <see cref="Sealed"/>, which
/// only the drain writes.
/// </summary>
internal sealed class HeadLane(string auction)
{
    public string Auction { get; } = auction;

    /// <summary>The changes that wait for the next commit.</summary>
    public List<HeadChange> Waiting { get; set; } = [];

    /// <summary>Whether a drain is committing the changes.</summary>
    public bool IsDraining { get; set; }

    /// <summary>The seqs that this process published and that no commit notes yet.</summary>
    public List<long> Published { get; } = [];

    /// <summary>When the first of <see cref="Published"/> was noted.</summary>
    public DateTimeOffset PublishedSince { get; set; }

    /// <summary>The head that this process last read or committed. Other processes may have changed it since.</summary>
    public CachedHead? Cached
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>How far the lists are sealed.</summary>
    public SealedThrough Sealed { get; set; }

    /// <summary>Whether the lane can be dropped without losing anything.</summary>
    public bool IsIdle => !IsDraining && Waiting.Count == 0 && Published.Count == 0;
}
