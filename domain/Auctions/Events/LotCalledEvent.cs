using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>A lot was called: the lots before it in its session are over, and its hours are fixed.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Seq">The place in the auction's history.</param>
/// <param name="At">When the lot was called.</param>
/// <param name="OpensAt">When the lot opens.</param>
/// <param name="ClosesAt">When the lot closes.</param>
public sealed record LotCalledEvent(string Auction, long Seq, DateTimeOffset At, DateTimeOffset OpensAt, DateTimeOffset ClosesAt) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "called";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.called.v1";
}
