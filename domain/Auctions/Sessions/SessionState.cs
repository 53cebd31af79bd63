using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>A session as it is stored: one document that is written by compare-and-set. It is immutable.</summary>
public sealed record SessionState
{
    /// <summary>The session's id.</summary>
    public required string Id { get; init; }

    /// <summary>The user id of the seller.</summary>
    public required string Seller { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The id of the command that created the session, so that a repeated command is recognised.</summary>
    public required string Command { get; init; }

    /// <summary>That command's fingerprint (<see cref="IAuctionCommand.Fingerprint"/>).</summary>
    [JsonPropertyName("wish")]
    public string Fingerprint { get; init; } = "";

    /// <summary>When that command was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The time from the end of a lot to the opening of the next; null where lots are staggered.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>The time from the opening of a lot to the opening of the next; null where lots follow each other.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The lots, in order.</summary>
    public required ImmutableArray<SessionLot> Lots { get; init; }

    /// <summary>Whether every lot is created and listed, and its workflow is scheduled.</summary>
    public bool IsMade { get; init; }

    /// <summary>The number of events so far.</summary>
    public long Seq { get; init; }

    /// <summary>The events that are not known to be published, ascending.</summary>
    public ImmutableArray<StoredEvent> Unpublished { get; init; } = [];

    /// <summary>Whether every lot is over.</summary>
    [JsonIgnore]
    public bool IsOver => Lots.All(lot => lot.IsOver);

    /// <summary>The id and seq without amounts, because hidden amounts must not appear in a log.</summary>
    public override string ToString() => $"session {Id} at seq {Seq}";
}
