using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction is called off.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the command was received.</param>
public sealed record AuctionCancelledEvent(string Auction, long Seq, DateTimeOffset At) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "cancelled";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.cancelled.v1";
}
