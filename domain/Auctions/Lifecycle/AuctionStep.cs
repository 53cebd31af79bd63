using System.Text.Json.Serialization;
using Auctions.Rules;

namespace Auctions.Lifecycle;

/// <summary>How far an auction or a session has come, for the workflow that follows it.</summary>
public interface IScheduleStep
{
    /// <summary>Whether nothing can change any more.</summary>
    bool IsOver { get; }

    /// <summary>When the next step is due; null where time alone brings none.</summary>
    DateTimeOffset? DueAt { get; }
}

/// <summary>How far an auction has come.</summary>
/// <param name="Status">Its status.</param>
/// <param name="DueAt">When time next changes it; null where time alone doesn't: it is over, paused, or waits for its turn.</param>
public sealed record AuctionStep(AuctionStatus Status, DateTimeOffset? DueAt) : IScheduleStep
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsOver => Status.IsOver();

    /// <summary>The step of a state.</summary>
    public static AuctionStep Of(AuctionState state) => new(state.Status, state.Status switch
    {
        AuctionStatus.Closed or AuctionStatus.Cancelled or AuctionStatus.Paused or AuctionStatus.Waiting => null,
        AuctionStatus.Scheduled => state.OpensAt,
        _ => state.ClosesAt + AuctionRules.ClosingGrace,
    });
}
