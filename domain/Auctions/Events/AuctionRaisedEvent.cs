using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A raise was accepted.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="Price">The new leading price.</param>
/// <param name="Leader">The user id of the new leader.</param>
/// <param name="Outbid">The user id of the former leader; null where nobody lost the lead.</param>
/// <param name="Bids">The number of bids, including this one.</param>
/// <param name="Participants">The number of participants.</param>
/// <param name="NextMinimum">The least amount of the next raise.</param>
/// <param name="ReserveMet">Whether the price has met the reserve.</param>
/// <param name="ClosesAt">When the auction closes.</param>
/// <param name="At">When the raise was received.</param>
/// <param name="Command">The id of the command that raised; for an automatic bid, of the raise that the house answered.</param>
public sealed record AuctionRaisedEvent(
    string Auction, long Seq, decimal Price, string Leader, string? Outbid, int Bids, int Participants,
    decimal NextMinimum, bool ReserveMet, DateTimeOffset ClosesAt, DateTimeOffset At, string Command) : ISequenced
{
    /// <summary>Whether the house bid for the leader, in answer to another bidder's raise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Automatic { get; init; }

    /// <summary>The price that ends the auction at once; null once it is no longer on offer.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "raised";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.raised.v1";
}
