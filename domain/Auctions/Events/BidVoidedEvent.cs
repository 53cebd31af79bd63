using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A bid was voided, and the auction was decided again from the other bids. No other event lowers a price.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the command was received.</param>
/// <param name="Bid">The seq of the voided bid.</param>
/// <param name="Reason">The reason, in the auctioneer's words.</param>
/// <param name="Price">The new leading price; the starting price where no bid is left.</param>
/// <param name="Leader">The user id of the new leader; null where no bid is left.</param>
/// <param name="Bids">The new number of bids.</param>
/// <param name="NextMinimum">The least amount of the next raise.</param>
/// <param name="ReserveMet">Whether the price meets the reserve.</param>
public sealed record BidVoidedEvent(
    string Auction, long Seq, DateTimeOffset At, long Bid, string Reason, decimal Price, string? Leader, int Bids,
    decimal NextMinimum, bool ReserveMet) : ISequenced
{
    /// <summary>The price that ends the auction at once; null where it is not on offer.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "voided";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.bid-voided.v1";
}
