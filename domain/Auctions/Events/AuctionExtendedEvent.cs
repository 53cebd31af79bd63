using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The close moved without a raise.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the auctioneer's command was received; for an outage, when the house made up for it.</param>
/// <param name="ClosesAt">The new close.</param>
/// <param name="Reason">Why: <c>auctioneer</c> or <c>outage</c>.</param>
public sealed record AuctionExtendedEvent(string Auction, long Seq, DateTimeOffset At, DateTimeOffset ClosesAt, string Reason) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "extended";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.extended.v1";
}
