using System.Text.Json.Serialization;
using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Views;

/// <summary>The public view of an auction, as the contract defines it. It contains nothing hidden.</summary>
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

    /// <summary>The status.</summary>
    public required AuctionStatus Status { get; init; }

    /// <summary>
    /// Whether the auction is closed by the clock or by the hammer alone: bidding is over, and raises that were received before may
    /// still be decided. Whether it is sold, and to whom, is known once this is false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Closing { get; init; }

    /// <summary>Whether the auctioneer has the close held: the auction is then paused and not closed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Held { get; init; }

    /// <summary>
    /// Why the auction is paused: <c>outage</c>, <c>held</c> or <c>house</c>; null where it is not paused, or the auctioneer paused it.
    /// </summary>
    public string? PauseReason { get; init; }

    /// <summary>The number of events so far, which is the seq of the last one.</summary>
    public required long Seq { get; init; }

    /// <summary>The leading price; before the first bid, the starting price.</summary>
    public required decimal Price { get; init; }

    /// <summary>The least amount of the next raise.</summary>
    public required decimal NextMinimum { get; init; }

    /// <summary>The user id of the leader; null before the first bid.</summary>
    public string? Leader { get; init; }

    /// <summary>The number of bids.</summary>
    public required int Bids { get; init; }

    /// <summary>The number of users who have raised, accepted or not.</summary>
    public required int Participants { get; init; }

    /// <summary>Whether the price has met the reserve; true where there is none.</summary>
    public required bool ReserveMet { get; init; }

    /// <summary>The price that ends the auction at once; null where it is not on offer.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <summary>When the auction opens or opened.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>When the auction closes or closed.</summary>
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>The user id of the winner; null unless the auction is closed and sold.</summary>
    public string? Winner { get; init; }

    /// <summary>The id of the session whose lot the auction is; null for an auction outside sessions.</summary>
    public string? Session { get; init; }

    /// <summary>The number of the lot in its session, from 1; null for an auction outside sessions.</summary>
    public int? Lot { get; init; }

    /// <summary>The server's time when the view was created.</summary>
    public required DateTimeOffset ServerTime { get; init; }

    ILiveView ILiveView.After(ISequenced happened) => AuctionViews.Apply(this, happened);

    ILiveView ILiveView.At(DateTimeOffset now) => AuctionViews.At(this, now);
}
