using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A lot of a session was called, opened, paused or resumed, or is over. Raises are events of the lot's own auction only.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Seq">The place in the session's history.</param>
/// <param name="At">When the session noted the change.</param>
/// <param name="Lot">The number of the lot, from 1.</param>
/// <param name="Auction">The lot's id as an auction.</param>
/// <param name="Status">The lot's status.</param>
/// <param name="OpensAt">When the lot opens or opened.</param>
/// <param name="ClosesAt">When the lot closes or closed.</param>
/// <param name="Price">The starting price; the final price once the lot is over.</param>
/// <param name="Winner">The user id of the winner; null unless the lot is closed and sold.</param>
public sealed record LotChangedEvent(
    string Session, long Seq, DateTimeOffset At, int Lot, string Auction, AuctionStatus Status, DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt, decimal Price, string? Winner) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "lot";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.lot.v1";

    string IAuctionEvent.Stream => Session;
}
