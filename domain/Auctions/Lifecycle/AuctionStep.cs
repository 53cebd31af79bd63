using System.Text.Json.Serialization;
using Auctions.Rules;

namespace Auctions.Lifecycle;

/// <summary>The progress of an auction or a session, for the workflow that follows it.</summary>
public interface IScheduleStep
{
    /// <summary>Whether the auction or session is over.</summary>
    bool IsOver { get; }

    /// <summary>When the next step is due; null where only a notification brings it.</summary>
    DateTimeOffset? DueAt { get; }
}

/// <summary>The progress of an auction.</summary>
/// <param name="Status">The auction's status.</param>
/// <param name="DueAt">When the auction opens or closes next; null where it is over, paused, or waits for its turn.</param>
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
