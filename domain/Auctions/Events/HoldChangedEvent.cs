using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auctioneer had the close held, or released it: at its close, a held auction is paused and not closed.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the command was received.</param>
/// <param name="Held">Whether the close is held now.</param>
public sealed record HoldChangedEvent(string Auction, long Seq, DateTimeOffset At, bool Held) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "hold";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.hold-changed.v1";
}
