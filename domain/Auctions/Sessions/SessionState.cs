using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>A session as it is kept: one document, compared and set. A value; every change makes another.</summary>
public sealed record SessionState
{
    /// <summary>The session's id.</summary>
    public required string Id { get; init; }

    /// <summary>The user id of the seller.</summary>
    public required string Seller { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The command that made it, so that the same command, however often it comes, makes it once.</summary>
    public required string Command { get; init; }

    /// <summary>That command's fingerprint (<see cref="IAuctionCommand.Fingerprint"/>).</summary>
    [JsonPropertyName("wish")]
    public string Fingerprint { get; init; } = "";

    /// <summary>When that was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How long after the close of a lot the next opens; null where lots are staggered.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>How long after the opening of a lot the next opens; null where lots follow each other.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The lots, in order.</summary>
    public required ImmutableArray<SessionLot> Lots { get; init; }

    /// <summary>Whether every lot is made, listed and begun.</summary>
    public bool IsMade { get; init; }

    /// <summary>The number of events so far.</summary>
    public long Seq { get; init; }

    /// <summary>The events that aren't known to be published, ascending.</summary>
    public ImmutableArray<StoredEvent> Unpublished { get; init; } = [];

    /// <summary>Whether every lot is over.</summary>
    [JsonIgnore]
    public bool IsOver => Lots.All(lot => lot.IsOver);

    /// <summary>Without a figure: a session that gets into a log shows nothing hidden.</summary>
    public override string ToString() => $"session {Id} at seq {Seq}";
}
