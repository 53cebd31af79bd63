using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>The public view of a lot in its session. Its bids are in the view of the lot's auction.</summary>
/// <param name="Lot">The number of the lot, from 1.</param>
/// <param name="Auction">The lot's id as an auction.</param>
/// <param name="Title">The title.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Status">The lot's status.</param>
/// <param name="OpensAt">When the lot opens or opened; an estimate while it waits for its turn.</param>
/// <param name="ClosesAt">When the lot closes or closed; an estimate while it waits for its turn.</param>
/// <param name="Price">The starting price; the final price once the lot is over.</param>
/// <param name="Winner">The user id of the winner; null unless the lot is closed and sold.</param>
public sealed record LotView(
    int Lot, string Auction, string Title, string Currency, AuctionStatus Status, DateTimeOffset OpensAt, DateTimeOffset ClosesAt,
    decimal Price, string? Winner);
