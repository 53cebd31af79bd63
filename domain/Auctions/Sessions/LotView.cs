using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>A lot as everybody may see it in its session. What is bid for it is told by the auction.</summary>
/// <param name="Lot">Its number, from 1.</param>
/// <param name="Auction">Its id as an auction.</param>
/// <param name="Title">The title.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="OpensAt">When it opens or opened; while it waits, what is expected.</param>
/// <param name="ClosesAt">When it closes or closed.</param>
/// <param name="Price">The starting price; once it is over, what it came to.</param>
/// <param name="Winner">The user id of who won, once closed and sold.</param>
public sealed record LotView(
    int Lot, string Auction, string Title, string Currency, AuctionStatus Status, DateTimeOffset OpensAt, DateTimeOffset ClosesAt,
    decimal Price, string? Winner);
