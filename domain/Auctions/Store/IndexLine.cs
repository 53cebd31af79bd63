using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// An auction's line in the index. Its status follows the head: a line moves on only once the head has, and what
/// that did is published, so that it also says what is left to do.
/// </summary>
/// <param name="Id">The auction's id.</param>
/// <param name="Status">The status up to which everything is done.</param>
/// <param name="OpensAt">When it opens.</param>
/// <param name="ClosesAt">When it closes.</param>
public sealed record IndexLine(string Id, AuctionStatus Status, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    /// <summary>The id of the session that it is a lot of; null for an auction by itself.</summary>
    public string? Session { get; init; }

    /// <summary>The line of an auction.</summary>
    public static IndexLine Of(AuctionState state) =>
        new(state.Id, state.Status, state.OpensAt, state.ClosesAt) { Session = state.Terms.Session?.Id };

    /// <summary>Whether nothing is left to do.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => Status.IsOver();
}
