using Auctions.Rules;

namespace Auctions.Lifetime;

/// <summary>How far an auction's life has come.</summary>
/// <param name="Status">Its status.</param>
/// <param name="DueAt">When time next changes it; null where it is over.</param>
public sealed record LifetimeStep(AuctionStatus Status, DateTimeOffset? DueAt)
{
    /// <summary>The step of a state.</summary>
    public static LifetimeStep Of(AuctionState state) => new(state.Status, state.Status switch
    {
        AuctionStatus.Closed or AuctionStatus.Cancelled => null,
        AuctionStatus.Scheduled => state.OpensAt,
        _ => state.ClosesAt + AuctionRules.ClosingGrace,
    });
}
