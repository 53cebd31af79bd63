using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Views;

/// <summary>An auction as everybody may see it; the contract's view. Nothing hidden is in here.</summary>
public sealed record AuctionView : ILiveView
{
    /// <summary>The auction's id.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The user id of the seller.</summary>
    public required string Seller { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required AuctionStatus Status { get; init; }

    /// <summary>The number of events so far; the last one's seq.</summary>
    public required long Seq { get; init; }

    /// <summary>The leading price; before the first bid, the starting price.</summary>
    public required decimal Price { get; init; }

    /// <summary>The least amount that the next raise must have.</summary>
    public required decimal NextMinimum { get; init; }

    /// <summary>The user id of who leads; null before the first bid.</summary>
    public string? Leader { get; init; }

    /// <summary>The number of bids.</summary>
    public required int Bids { get; init; }

    /// <summary>The number of users who have raised, accepted or not.</summary>
    public required int Participants { get; init; }

    /// <summary>Whether the price has met the reserve; true where there is none.</summary>
    public required bool ReserveMet { get; init; }

    /// <summary>The price that ends the auction at once; null where there is none.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <summary>When it opens or opened.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>When it closes or closed.</summary>
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>The user id of the winner, once closed and sold.</summary>
    public string? Winner { get; init; }

    /// <summary>The id of the session that it is a lot of; null for an auction by itself.</summary>
    public string? Session { get; init; }

    /// <summary>The number of the lot in its session, from 1.</summary>
    public int? Lot { get; init; }

    /// <summary>The time at the server when the view was made.</summary>
    public required DateTimeOffset ServerTime { get; init; }

    ILiveView ILiveView.After(ISequenced happened) => AuctionViews.Apply(this, happened);

    ILiveView ILiveView.At(DateTimeOffset now) => AuctionViews.At(this, now);
}
