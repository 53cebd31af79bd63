using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auction opened and accepts raises.</summary>
public sealed record AuctionOpenedEvent(
    string Auction, long Seq, DateTimeOffset At, string Title, string Currency, decimal Price, decimal NextMinimum,
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt) : ISequenced
{
    /// <summary>The price that ends the auction at once; null where there is none.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <summary>Whether the reserve is met; when an auction opens, that is so only where it has none.</summary>
    public bool ReserveMet { get; init; } = true;

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "opened";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.opened.v1";
}
