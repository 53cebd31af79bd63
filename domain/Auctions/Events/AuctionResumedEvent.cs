using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction takes raises again.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When it was received.</param>
/// <param name="ClosesAt">When it closes now: the time that was left when it was paused, from here on.</param>
public sealed record AuctionResumedEvent(string Auction, long Seq, DateTimeOffset At, DateTimeOffset ClosesAt) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "resumed";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.resumed.v1";
}
