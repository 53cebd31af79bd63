using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction is resumed and accepts raises again.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the pause ends.</param>
/// <param name="ClosesAt">The new close: the former one, later by the length of the pause.</param>
public sealed record AuctionResumedEvent(string Auction, long Seq, DateTimeOffset At, DateTimeOffset ClosesAt) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "resumed";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.resumed.v1";
}
