using Auctions.Events;

namespace Auctions.Rules;

/// <summary>What the rules say to a raise, an opening or a closing.</summary>
/// <param name="State">The auction afterwards. A rejected raise may have opened it: time had passed.</param>
/// <param name="Events">What happened, in the order of <see cref="ISequenced.Seq"/>.</param>
/// <param name="Reason">One of <see cref="Rejections"/>; null where the raise was accepted.</param>
public readonly record struct Decision(AuctionState State, IReadOnlyList<ISequenced> Events, string? Reason)
{
    /// <summary>Whether it was accepted.</summary>
    public bool Accepted => Reason is null;
}
