using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A raise was accepted.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="Price">The new leading price.</param>
/// <param name="Leader">The user id of who leads now.</param>
/// <param name="Outbid">The user id of who led before and no longer does; null where nobody did.</param>
/// <param name="Bids">The number of bids, this one included.</param>
/// <param name="Participants">The number of participants.</param>
/// <param name="NextMinimum">The least amount of the next raise.</param>
/// <param name="ReserveMet">Whether the price has met the reserve.</param>
/// <param name="ClosesAt">When the auction closes.</param>
/// <param name="At">When the raise was received.</param>
/// <param name="Command">The command that raised, or that the house answered.</param>
public sealed record AuctionRaisedEvent(
    string Auction, long Seq, decimal Price, string Leader, string? Outbid, int Bids, int Participants,
    decimal NextMinimum, bool ReserveMet, DateTimeOffset ClosesAt, DateTimeOffset At, string Command) : ISequenced
{
    /// <summary>Whether the house bid for who leads, in answer to a raise of somebody else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Automatic { get; init; }

    /// <summary>The price that ends the auction at once, while it is still on offer.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "raised";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.raised.v1";
}
