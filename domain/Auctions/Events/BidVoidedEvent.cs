using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A bid was voided, and the auction decided anew from the rest. The only event by which a price may fall.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When it was received.</param>
/// <param name="Bid">The seq of the bid.</param>
/// <param name="Reason">Why, in the auctioneer's words.</param>
/// <param name="Price">The leading price now; the starting price where no bid is left.</param>
/// <param name="Leader">The user id of who leads now; null where nobody does.</param>
/// <param name="Bids">The number of bids now.</param>
/// <param name="NextMinimum">The least amount of the next raise.</param>
/// <param name="ReserveMet">Whether the price meets the reserve.</param>
public sealed record BidVoidedEvent(
    string Auction, long Seq, DateTimeOffset At, long Bid, string Reason, decimal Price, string? Leader, int Bids, decimal NextMinimum, bool ReserveMet) : ISequenced
{
    /// <summary>The price that ends the auction at once, where it is on offer again.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "voided";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.bid-voided.v1";
}
