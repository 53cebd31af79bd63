using Auctions.Rules;

namespace Auctions.Lifetime;

/// <summary>How far an auction's life has come.</summary>
/// <param name="Status">Its status.</param>
/// <param name="DueAt">When time next changes it; null where time alone doesn't: it is over, paused, or waits for its turn.</param>
public sealed record LifetimeStep(AuctionStatus Status, DateTimeOffset? DueAt)
{
    /// <summary>Whether nothing can change any more.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => Status.IsOver();

    /// <summary>The step of a state.</summary>
    public static LifetimeStep Of(AuctionState state) => new(state.Status, state.Status switch
    {
        AuctionStatus.Closed or AuctionStatus.Cancelled or AuctionStatus.Paused or AuctionStatus.Waiting => null,
        AuctionStatus.Scheduled => state.OpensAt,
        _ => state.ClosesAt + AuctionRules.ClosingGrace,
    });
}
