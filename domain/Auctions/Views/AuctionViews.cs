using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Views;

/// <summary>
/// Views of auctions. A view's status follows the clock: an auction is shown as open as soon as it accepts raises, and as closed
/// as soon as it accepts none, a moment before the events are published. The winner is shown once the close is committed, because
/// a raise that was received in time may be decided until then.
/// </summary>
public static class AuctionViews
{
    /// <summary>The view of an auction at an instant.</summary>
    public static AuctionView Of(AuctionState state, DateTimeOffset now) => new()
    {
        Id = state.Id,
        Title = state.Terms.Title,
        Currency = state.Terms.Currency,
        Seller = state.Seller,
        Status = StatusAt(state.Status, state.OpensAt, state.ClosesAt, now),
        Seq = state.Seq,
        Price = state.Price,
        NextMinimum = state.NextMinimum,
        Leader = state.Leader,
        Bids = state.Bids,
        Participants = state.Participants,
        ReserveMet = state.ReserveMet,
        BuyNowPrice = state.BuyNowPrice,
        OpensAt = state.OpensAt,
        ClosesAt = state.ClosesAt,
        Winner = state.Winner,
        Session = state.Terms.Session?.Id,
        Lot = state.Terms.Session?.Lot,
        ServerTime = now.ToUniversalTime(),
    };

    /// <summary>
    /// The view after an event. An event that the view already includes changes nothing. The caller makes sure that no event in
    /// between is missing. The server's time stays unchanged.
    /// </summary>
    public static AuctionView Apply(AuctionView view, ISequenced happened)
    {
        if (happened.Seq <= view.Seq)
            return view;

        return happened switch
        {
            AuctionOpenedEvent opened => view with
            {
                Seq = opened.Seq,
                Status = AuctionStatus.Open,
                Price = opened.Price,
                NextMinimum = opened.NextMinimum,
                OpensAt = opened.OpensAt,
                ClosesAt = opened.ClosesAt,
                BuyNowPrice = opened.BuyNowPrice,
                ReserveMet = opened.ReserveMet,
            },
            AuctionRaisedEvent raised => view with
            {
                Seq = raised.Seq,
                Price = raised.Price,
                Leader = raised.Leader,
                Bids = raised.Bids,
                Participants = Math.Max(view.Participants, raised.Participants),
                NextMinimum = raised.NextMinimum,
                ReserveMet = raised.ReserveMet,
                ClosesAt = raised.ClosesAt,
                BuyNowPrice = raised.BuyNowPrice,
            },
            AuctionClosedEvent closed => view with
            {
                Seq = closed.Seq,
                Status = AuctionStatus.Closed,
                Price = closed.Price,
                Winner = closed.Winner,
                BuyNowPrice = null,
            },
            LotCalledEvent called => view with
            {
                Seq = called.Seq,
                Status = AuctionStatus.Scheduled,
                OpensAt = called.OpensAt,
                ClosesAt = called.ClosesAt,
            },
            AuctionPausedEvent => view with { Seq = happened.Seq, Status = AuctionStatus.Paused },
            AuctionResumedEvent resumed => view with { Seq = resumed.Seq, Status = AuctionStatus.Open, ClosesAt = resumed.ClosesAt },
            AuctionHammeredEvent hammered => view with { Seq = hammered.Seq, Status = AuctionStatus.Open, ClosesAt = hammered.At },
            AuctionCancelledEvent => view with { Seq = happened.Seq, Status = AuctionStatus.Cancelled, BuyNowPrice = null },
            IncrementChangedEvent changed => view with { Seq = changed.Seq, NextMinimum = changed.NextMinimum },
            BidVoidedEvent voided => view with
            {
                Seq = voided.Seq,
                Price = voided.Price,
                Leader = voided.Leader,
                Bids = voided.Bids,
                NextMinimum = voided.NextMinimum,
                ReserveMet = voided.ReserveMet,
                BuyNowPrice = voided.BuyNowPrice,
            },
            _ => view with { Seq = happened.Seq },
        };
    }

    /// <summary>The view at a later instant, if no event happens until then.</summary>
    public static AuctionView At(AuctionView view, DateTimeOffset now) => view with
    {
        Status = StatusAt(view.Status, view.OpensAt, view.ClosesAt, now),
        ServerTime = now.ToUniversalTime(),
    };

    /// <summary>The status at an instant, from the last committed status and the hours.</summary>
    public static AuctionStatus StatusAt(
        AuctionStatus committed, DateTimeOffset opensAt, DateTimeOffset closesAt, DateTimeOffset now) =>
        committed switch
        {
            AuctionStatus.Scheduled when now >= closesAt => AuctionStatus.Closed,
            AuctionStatus.Scheduled when now >= opensAt => AuctionStatus.Open,
            AuctionStatus.Open when now >= closesAt => AuctionStatus.Closed,
            _ => committed,
        };
}
