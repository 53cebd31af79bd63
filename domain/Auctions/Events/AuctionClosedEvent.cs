using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction is over.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history; no event follows.</param>
/// <param name="At">When it closed.</param>
/// <param name="Sold">Whether the auction is sold.</param>
/// <param name="Winner">The user id of the winner; null where the auction is not sold.</param>
/// <param name="Price">The final price.</param>
public sealed record AuctionClosedEvent(
    string Auction, long Seq, DateTimeOffset At, bool Sold, string? Winner, decimal Price) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "closed";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.closed.v1";
}
