using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction is paused: it accepts no raises until it is resumed.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the pause begins.</param>
public sealed record AuctionPausedEvent(string Auction, long Seq, DateTimeOffset At) : ISequenced
{
    /// <summary>Why: <c>outage</c>, <c>held</c> or <c>house</c>; null where the auctioneer paused it.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "paused";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.paused.v1";
}
