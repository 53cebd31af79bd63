using System.Text.Json.Serialization;

namespace Auctions.Events;

/// <summary>The last lot of a session is over.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Seq">The place in the session's history; no event follows.</param>
/// <param name="At">When the session noted it.</param>
/// <param name="Lots">The number of lots.</param>
/// <param name="Sold">The number of lots that were sold.</param>
public sealed record SessionClosedEvent(string Session, long Seq, DateTimeOffset At, int Lots, int Sold) : ISequenced
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public string Type => "session-closed";

    /// <inheritdoc/>
    [JsonIgnore]
    public string CloudEventType => "auctions.session-closed.v1";

    string IAuctionEvent.Auction => Session;

    string IAuctionEvent.Stream => Session;
}
