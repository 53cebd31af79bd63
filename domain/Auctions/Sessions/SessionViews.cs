using System.Collections.Immutable;
using Auctions.Events;
using Auctions.Views;
using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>
/// Views of sessions. A lot is shown as open as soon as it accepts raises. It is shown as closed only once the session has noted
/// the close, because raises may extend a lot and the session learns of that later than the lot's own view.
/// </summary>
internal static class SessionViews
{
    /// <summary>The view of a session at an instant.</summary>
    public static SessionView Of(SessionState session, DateTimeOffset now) => At(
        new SessionView
        {
            Id = session.Id,
            Title = session.Title,
            Seller = session.Seller,
            Status = default,
            Seq = session.Seq,
            Gap = session.Gap,
            Interval = session.Interval,
            Sold = 0,
            Lots = [.. session.Lots.Select((lot, at) => new LotView(
                at + 1, lot.Auction, lot.Title, lot.Currency, lot.Status, lot.OpensAt, lot.ClosesAt, lot.Price, lot.Winner))],
            ServerTime = now,
        },
        now);

    /// <summary>The view after an event. An event that the view already includes changes nothing. The server's time stays unchanged.</summary>
    public static SessionView Apply(SessionView view, ISequenced happened)
    {
        if (happened.Seq <= view.Seq)
            return view;
        if (happened is not LotChangedEvent changed || changed.Lot < 1 || changed.Lot > view.Lots.Length)
            return view with { Seq = happened.Seq };
        var lot = view.Lots[changed.Lot - 1] with
        {
            Status = changed.Status,
            OpensAt = changed.OpensAt,
            ClosesAt = changed.ClosesAt,
            Price = changed.Price,
            Winner = changed.Winner,
        };
        return WithTotals(view with { Seq = changed.Seq, Lots = view.Lots.SetItem(changed.Lot - 1, lot) });
    }

    /// <summary>The view at a later instant, if no event happens until then.</summary>
    public static SessionView At(SessionView view, DateTimeOffset now) => WithTotals(view with
    {
        Lots = [.. view.Lots.Select(lot => lot with
        {
            Status = lot.Status == AuctionStatus.Scheduled && now >= lot.OpensAt ? AuctionStatus.Open : lot.Status,
        })],
        ServerTime = now.ToUniversalTime(),
    });

    private static SessionView WithTotals(SessionView view) => view with
    {
        Sold = view.Lots.Count(lot => lot.Winner is not null),
        Status = view.Lots.All(lot => lot.Status.IsOver()) ? AuctionStatus.Closed
            : view.Lots.All(lot => lot.Status is AuctionStatus.Scheduled or AuctionStatus.Waiting) ? AuctionStatus.Scheduled
            : AuctionStatus.Open,
    };
}
