using System.Diagnostics;

namespace Auctions.Store;

/// <summary>
/// One change that waits for an auction's head. It is applied to every head that is tried, so applying must be pure
/// apart from noting the answer; the last one noted is given once the head that it was noted for is committed.
/// </summary>
internal abstract class HeadChange
{
    /// <summary>The time by which waiting changes are put in order.</summary>
    public abstract DateTimeOffset At { get; }

    /// <summary>Who asked, for the traces of the store's calls.</summary>
    public Activity? AskedBy { get; } = Activity.Current;

    /// <summary>The key of a marker that has to be looked up before this is applied to the head; null for none.</summary>
    public virtual string? MarkerFor(AuctionHead head) => null;

    /// <summary>Applies the change.</summary>
    /// <param name="head">The head; null where there is none.</param>
    /// <param name="marker">The marker that <see cref="MarkerFor"/> asked for; null where there is none.</param>
    /// <returns>The head afterwards; the same one where nothing changes.</returns>
    public abstract AuctionHead? Apply(AuctionHead? head, byte[]? marker);

    /// <summary>The head that the noted answer belongs to is committed.</summary>
    public abstract void Answer();

    /// <summary>It could not be done.</summary>
    public abstract void Fail(Exception failure);
}
