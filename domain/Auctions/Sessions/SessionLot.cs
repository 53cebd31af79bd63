using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>A lot as its session knows it.</summary>
/// <param name="Auction">The lot's id as an auction.</param>
/// <param name="Title">Its title.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="OpensAt">When it opens or opened; while it waits, what is expected.</param>
/// <param name="ClosesAt">When it closes or closed.</param>
/// <param name="Price">The starting price; once it is over, what it came to.</param>
public sealed record SessionLot(
    string Auction, string Title, string Currency, AuctionStatus Status, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, decimal Price)
{
    /// <summary>What it is made by, of which some is hidden; null once it is made, for then it says all itself.</summary>
    public AuctionTerms? Terms { get; init; }

    /// <summary>The user id of who won, once closed and sold.</summary>
    public string? Winner { get; init; }

    /// <summary>When it ended: at its close, or when it was found to be called off; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether nothing more happens to it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => Status.IsOver();

    /// <summary>Without a figure: a lot that gets into a log shows nothing hidden.</summary>
    public override string ToString() => $"lot {Auction}, {Status}";
}
