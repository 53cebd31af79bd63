using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The hammer fell: bidding is over. The auction closes once the raises that were received before are decided.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the hammer fell. A raise that was received then or later doesn't count.</param>
public sealed record AuctionHammeredEvent(string Auction, long Seq, DateTimeOffset At) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "hammered";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.hammered.v1";
}
