using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A raise was rejected; for the bidder alone, and no part of the auction's history.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Bidder">The user id of the bidder, who alone is told.</param>
/// <param name="Command">The command that was rejected.</param>
/// <param name="Reason">One of <see cref="Rules.Rejections"/>.</param>
public sealed record RaiseRejectedEvent(string Auction, string Bidder, string Command, string Reason) : IAuctionEvent
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "rejected";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.raise-rejected.v1";
}
