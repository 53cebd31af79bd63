using System.Diagnostics;

namespace Auctions.Store;

/// <summary>
/// A change that waits for an auction's head. <see cref="AuctionStore"/> applies it to every head that it tries to commit,
/// so <see cref="Apply"/> has no effect but the answer that it notes. The caller gets the answer that belongs to the
/// committed head.
/// </summary>
internal abstract class HeadChange
{
    /// <summary>The time by which waiting changes are ordered.</summary>
    public abstract DateTimeOffset At { get; }

    /// <summary>The caller's activity, so that the store's calls belong to its trace.</summary>
    public Activity? AskedBy { get; } = Activity.Current;

    /// <summary>The key of a marker that the store reads before it applies the change to this head; null for none.</summary>
    public virtual string? MarkerFor(AuctionHead head) => null;

    /// <summary>Applies the change.</summary>
    /// <param name="head">The head; null where there is none.</param>
    /// <param name="marker">The content of the marker that <see cref="MarkerFor"/> names; null where it is not stored.</param>
    /// <returns>The head afterwards; the same one where nothing changes.</returns>
    public abstract AuctionHead? Apply(AuctionHead? head, byte[]? marker);

    /// <summary>Gives the caller the noted answer: its head is committed.</summary>
    public abstract void Answer();

    /// <summary>Gives the caller the failure.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A change whose caller waits for an answer.</summary>
internal abstract class HeadChange<TAnswer> : HeadChange
{
    private readonly TaskCompletionSource<TAnswer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, once the head that it belongs to is committed, or nothing had to be committed.</summary>
    public Task<TAnswer> Answered => _answered.Task;

    /// <summary>The answer as the last <see cref="HeadChange.Apply"/> noted it.</summary>
    protected TAnswer Noted { get; set; } = default!;

    public override void Answer() => _answered.TrySetResult(Noted);

    public override void Fail(Exception failure) => _answered.TrySetException(failure);
}
