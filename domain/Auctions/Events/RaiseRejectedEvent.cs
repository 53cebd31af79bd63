using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A raise was rejected. Only the bidder gets the event, and it is not part of the auction's history.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Command">The id of the rejected command.</param>
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
