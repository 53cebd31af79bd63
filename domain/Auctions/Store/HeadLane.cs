namespace Auctions.Store;

/// <summary>
/// The data of one auction in this process: the waiting changes, the last known head, and the work that is done and that no commit
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
    public HashSet<long> Published { get; } = [];

    /// <summary>The ids of the commands whose workflow this process scheduled and that no commit notes yet.</summary>
    public HashSet<string> Scheduled { get; } = new(StringComparer.Ordinal);

    /// <summary>When the first of <see cref="Published"/> and <see cref="Scheduled"/> was noted.</summary>
    public DateTimeOffset DoneSince { get; set; }

    /// <summary>Whether work is done that no commit notes yet.</summary>
    public bool HasDoneWork => Published.Count + Scheduled.Count > 0;

    /// <summary>The head that this process last read or committed. Other processes may have changed it since.</summary>
    public CachedHead? Cached
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>How far the lists are sealed.</summary>
    public SealedThrough Sealed { get; set; }

    /// <summary>Whether the lane can be dropped without losing anything.</summary>
    public bool IsIdle => !IsDraining && Waiting.Count == 0 && !HasDoneWork;
}
