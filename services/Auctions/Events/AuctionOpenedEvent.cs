using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction takes raises from now on.</summary>
public sealed record AuctionOpenedEvent(
    string Auction, long Seq, DateTimeOffset At, string Title, string Currency, decimal Price, decimal NextMinimum,
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "opened";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.opened.v1";
}
