using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Views;

/// <summary>
/// Views of auctions. A view's status follows the clock: an auction is shown as open as soon as it accepts raises, and as closed
/// as soon as it accepts none, a moment before the events are published. It is closing until the close is committed, because a
/// raise that was received in time may be decided until then. Only then has it a winner, or is it unsold.
/// </summary>
public static class AuctionViews
{
    /// <summary>The view of an auction at an instant.</summary>
    public static AuctionView Of(AuctionState state, DateTimeOffset now) => At(Committed(state), now);

    /// <summary>
    /// The view after an event. An event that the view already includes changes nothing. The caller makes sure that no event in
    /// between is missing. The server's time stays unchanged, and the clock changes no status until <see cref="At"/>.
    /// </summary>
    public static AuctionView Apply(AuctionView view, ISequenced happened) =>
        happened.Seq <= view.Seq ? view : After(WithoutClock(view), happened) with { Seq = happened.Seq };

    /// <summary>The view at a later instant, if no event happens until then.</summary>
    public static AuctionView At(AuctionView view, DateTimeOffset now)
    {
        var committed = WithoutClock(view);
        var status = StatusAt(committed.Status, view.OpensAt, view.ClosesAt, now);
        return committed with { Status = status, Closing = status.IsOver() && !committed.Status.IsOver(), ServerTime = now.ToUniversalTime() };
    }

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

    // Only the clock closes a view before the event does. Until that event, a raise may still move the close.
    private static AuctionView WithoutClock(AuctionView view) =>
        view.Closing ? view with { Status = AuctionStatus.Open, Closing = false } : view;

    private static AuctionView Committed(AuctionState state) => new()
    {
        Id = state.Id,
        Title = state.Terms.Title,
        Currency = state.Terms.Currency,
        Seller = state.Seller,
        Status = state.Status,
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
        Held = state.IsHeld,
        PauseReason = state.PauseReason,
        Winner = state.Winner,
        Session = state.Terms.Session?.Id,
        Lot = state.Terms.Session?.Lot,
        ServerTime = default,
    };

    private static AuctionView After(AuctionView view, ISequenced happened) => happened switch
    {
        AuctionOpenedEvent opened => AfterOpening(view, opened),
        AuctionRaisedEvent raised => AfterBid(view, raised),
        AuctionClosedEvent closed => AfterClose(view, closed),
        LotCalledEvent called =>
            view with { Status = AuctionStatus.Scheduled, OpensAt = called.OpensAt, ClosesAt = called.ClosesAt },
        AuctionPausedEvent paused => view with { Status = AuctionStatus.Paused, PauseReason = paused.Reason },
        AuctionResumedEvent resumed =>
            view with { Status = AuctionStatus.Open, PauseReason = null, Held = false, ClosesAt = resumed.ClosesAt },
        AuctionExtendedEvent extended => view with { ClosesAt = extended.ClosesAt },
        HoldChangedEvent hold => view with { Held = hold.Held },
        AuctionHammeredEvent hammered =>
            view with { Status = AuctionStatus.Open, PauseReason = null, Held = false, ClosesAt = hammered.At },
        AuctionCancelledEvent =>
            view with { Status = AuctionStatus.Cancelled, PauseReason = null, Held = false, BuyNowPrice = null },
        IncrementChangedEvent changed => view with { NextMinimum = changed.NextMinimum },
        BidVoidedEvent voided => AfterVoid(view, voided),
        _ => view,
    };

    private static AuctionView AfterOpening(AuctionView view, AuctionOpenedEvent opened) => view with
    {
        Status = AuctionStatus.Open,
        Price = opened.Price,
        NextMinimum = opened.NextMinimum,
        OpensAt = opened.OpensAt,
        ClosesAt = opened.ClosesAt,
        BuyNowPrice = opened.BuyNowPrice,
        ReserveMet = opened.ReserveMet,
    };

    private static AuctionView AfterBid(AuctionView view, AuctionRaisedEvent raised) => view with
    {
        Price = raised.Price,
        Leader = raised.Leader,
        Bids = raised.Bids,
        Participants = Math.Max(view.Participants, raised.Participants),
        NextMinimum = raised.NextMinimum,
        ReserveMet = raised.ReserveMet,
        ClosesAt = raised.ClosesAt,
        BuyNowPrice = raised.BuyNowPrice,
    };

    private static AuctionView AfterClose(AuctionView view, AuctionClosedEvent closed) => view with
    {
        Status = AuctionStatus.Closed,
        Held = false,
        Price = closed.Price,
        Winner = closed.Winner,
        BuyNowPrice = null,
    };

    private static AuctionView AfterVoid(AuctionView view, BidVoidedEvent voided) => view with
    {
        Price = voided.Price,
        Leader = voided.Leader,
        Bids = voided.Bids,
        NextMinimum = voided.NextMinimum,
        ReserveMet = voided.ReserveMet,
        BuyNowPrice = voided.BuyNowPrice,
    };
}
