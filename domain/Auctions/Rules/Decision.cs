using Auctions.Events;

namespace Auctions.Rules;

/// <summary>The rules' answer to a request or to the passing of time.</summary>
/// <param name="State">The auction after the decision. Even a rejected raise may open it, because its hour has come.</param>
/// <param name="Events">The events, in the order of <see cref="ISequenced.Seq"/>.</param>
/// <param name="Reason">One of <see cref="Rejections"/>; null where the request is accepted.</param>
/// <param name="Seq">The seq of the event that records the effect; null where there is none.</param>
public readonly record struct Decision(AuctionState State, IReadOnlyList<ISequenced> Events, string? Reason, long? Seq = null)
{
    /// <summary>Whether the request is accepted.</summary>
    public bool Accepted => Reason is null;
}
