using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>A session in a list, without its lots.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="Title">The title.</param>
/// <param name="Seller">The user id of the seller.</param>
/// <param name="Status"><c>scheduled</c> until the first lot opens, <c>open</c>, and <c>closed</c> once the last is over.</param>
/// <param name="OpensAt">When the first lot opens or opened.</param>
/// <param name="Lots">The number of lots.</param>
/// <param name="Sold">The number of lots that were sold.</param>
/// <param name="Lot">The number of the first lot that is open or paused; null where there is none.</param>
/// <param name="ServerTime">The server's time when the view was created.</param>
public sealed record SessionSummary(
    string Id, string Title, string Seller, AuctionStatus Status, DateTimeOffset OpensAt, int Lots, int Sold, int? Lot, DateTimeOffset ServerTime)
{
    /// <summary>The summary of a view.</summary>
    public static SessionSummary Of(SessionView view) => new(
        view.Id, view.Title, view.Seller, view.Status, view.Lots[0].OpensAt, view.Lots.Length, view.Sold,
        view.Lots.FirstOrDefault(lot => lot.Status is AuctionStatus.Open or AuctionStatus.Paused)?.Lot, view.ServerTime);
}
