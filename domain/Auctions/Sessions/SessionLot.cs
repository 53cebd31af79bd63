using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>A lot as its session stores it.</summary>
/// <param name="Auction">The lot's id as an auction.</param>
/// <param name="Title">The title.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Status">The lot's status.</param>
/// <param name="OpensAt">When the lot opens or opened; an estimate while it waits for its turn.</param>
/// <param name="ClosesAt">When the lot closes or closed; an estimate while it waits for its turn.</param>
/// <param name="Price">The starting price; the final price once the lot is over.</param>
public sealed record SessionLot(
    string Auction, string Title, string Currency, AuctionStatus Status, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, decimal Price)
{
    /// <summary>The terms by which the lot is created; null once it is created. Some of them are hidden.</summary>
    public AuctionTerms? Terms { get; init; }

    /// <summary>The user id of the winner; null unless the lot is closed and sold.</summary>
    public string? Winner { get; init; }

    /// <summary>When the lot ended: at its close, or when the session found it cancelled; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the lot is closed or cancelled.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => Status.IsOver();

    /// <summary>The auction's id and the status without amounts, because hidden amounts must not appear in a log.</summary>
    public override string ToString() => $"lot {Auction}, {Status}";
}
