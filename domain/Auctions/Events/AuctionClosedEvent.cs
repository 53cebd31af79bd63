using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction is over.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history, its last.</param>
/// <param name="At">When it closed.</param>
/// <param name="Sold">Whether somebody won.</param>
/// <param name="Winner">The user id of who won; null where nobody did.</param>
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
