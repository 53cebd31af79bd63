using System.Diagnostics;

namespace Auctions.Store;

/// <summary>
/// A change that waits for an auction's head. <see cref="AuctionStore"/> applies it to every head that it tries to commit,
/// so <see cref="Apply"/> has no effect except that it sets the pending answer. The caller gets the answer that belongs to the
/// committed head.
/// </summary>
internal abstract class HeadChange
{
    /// <summary>The time by which waiting changes are ordered.</summary>
    public abstract DateTimeOffset At { get; }

    /// <summary>The caller's trace activity, so that the store's calls belong to its trace.</summary>
    public Activity? CallerActivity { get; } = Activity.Current;

    /// <summary>The keys of the markers that the store reads before it applies the change to this head.</summary>
    public virtual IEnumerable<string> MarkersFor(AuctionHead head) => [];

    /// <summary>Applies the change.</summary>
    /// <param name="head">The head; null where there is none.</param>
    /// <param name="markers">The stored ones among the markers that <see cref="MarkersFor"/> names, by key.</param>
    /// <returns>The head after the change; the same object where nothing changes.</returns>
    public abstract AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers);

    /// <summary>Gives the caller the pending answer, once the head is committed.</summary>
    public abstract void Answer();

    /// <summary>Gives the caller the failure.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A change whose caller waits for an answer.</summary>
internal abstract class HeadChange<TAnswer> : HeadChange
{
    private readonly TaskCompletionSource<TAnswer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer. It completes once the head is committed or needs no commit.</summary>
    public Task<TAnswer> Answered => _answered.Task;

    /// <summary>The answer as the last <see cref="HeadChange.Apply"/> set it.</summary>
    protected TAnswer PendingAnswer { get; set; } = default!;

    public override void Answer() => _answered.TrySetResult(PendingAnswer);

    public override void Fail(Exception failure) => _answered.TrySetException(failure);
}
