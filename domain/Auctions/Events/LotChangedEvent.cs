using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A lot of a session was called, opened, paused, resumed, or is over. Its raises are told by the lot alone.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Seq">The place in the session's history.</param>
/// <param name="At">When it was noted.</param>
/// <param name="Lot">The number of the lot, from 1.</param>
/// <param name="Auction">The lot's id as an auction.</param>
/// <param name="Status">Where the lot is in its life.</param>
/// <param name="OpensAt">When it opens or opened.</param>
/// <param name="ClosesAt">When it closes or closed.</param>
/// <param name="Price">The starting price; once it is over, what it came to.</param>
/// <param name="Winner">The user id of who won, once closed and sold.</param>
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
