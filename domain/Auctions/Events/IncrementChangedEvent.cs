using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The auctioneer changed the increment.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the command was received.</param>
/// <param name="Step">The new increment.</param>
/// <param name="Until">The price from which the table applies again; null where the increment applies to the end.</param>
/// <param name="NextMinimum">The least amount of the next raise.</param>
public sealed record IncrementChangedEvent(
    string Auction, long Seq, DateTimeOffset At, decimal Step, decimal? Until, decimal NextMinimum) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "increment";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.increment-changed.v1";
}
