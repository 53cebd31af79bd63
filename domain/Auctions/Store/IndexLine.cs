using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// An auction's line in the index. Its status changes only after the head's, and only once the events of that change are
/// published, so that the line also shows that work is left to do.
/// </summary>
/// <param name="Id">The auction's id.</param>
/// <param name="Status">The status, which may be older than the head's.</param>
/// <param name="OpensAt">When the auction opens.</param>
/// <param name="ClosesAt">When the auction closes.</param>
public sealed record IndexLine(string Id, AuctionStatus Status, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    /// <summary>The id of the session whose lot the auction is; null for an auction outside sessions.</summary>
    public string? Session { get; init; }

    /// <summary>The line of an auction.</summary>
    public static IndexLine Of(AuctionState state) =>
        new(state.Id, state.Status, state.OpensAt, state.ClosesAt) { Session = state.Terms.Session?.Id };

    /// <summary>Whether the auction is over and all its events are published.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => Status.IsOver();
}
