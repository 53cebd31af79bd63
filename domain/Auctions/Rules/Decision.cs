using Auctions.Events;

namespace Auctions.Rules;

/// <summary>What the rules say to a request, or to the passing of time.</summary>
/// <param name="State">The auction afterwards. A rejected raise may have opened it: time had passed.</param>
/// <param name="Events">What happened, in the order of <see cref="ISequenced.Seq"/>.</param>
/// <param name="Reason">One of <see cref="Rejections"/>; null where it was accepted.</param>
/// <param name="Seq">The seq of the event that grants the request; null where none does.</param>
public readonly record struct Decision(AuctionState State, IReadOnlyList<ISequenced> Events, string? Reason, long? Seq = null)
{
    /// <summary>Whether it was accepted.</summary>
    public bool Accepted => Reason is null;
}
