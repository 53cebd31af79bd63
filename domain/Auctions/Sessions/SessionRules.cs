using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>The rules of a session: how it follows its lots. They read no clock and no store.</summary>
internal static class SessionRules
{
    /// <summary>Creates a session with all its lots planned.</summary>
    public static SessionState Create(OpenSessionCommand command) => new()
    {
        Id = command.Session,
        Seller = command.Seller,
        Title = command.Terms.Title,
        Command = command.CommandId,
        Fingerprint = ((IAuctionCommand)command).Fingerprint,
        ReceivedAt = command.ReceivedAt,
        Gap = command.Terms.Gap,
        Interval = command.Terms.Interval,
        Lots = [.. SessionPlan.Lots(command.Session, command.Terms, command.ReceivedAt)
            .Select(terms => PlannedLot(command.Session, terms))],
    };

    /// <summary>Notes that all lots are created. Their terms are no longer needed.</summary>
    public static SessionState WithLotsCreated(SessionState session) =>
        session with { IsMade = true, Lots = [.. session.Lots.Select(lot => lot with { Terms = null })] };

    /// <summary>Notes the state of a lot. Returns the same session where nothing has changed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="at">The index of the lot, from 0.</param>
    /// <param name="auction">The current state of the lot.</param>
    /// <param name="now">The time.</param>
    public static SessionState Note(SessionState session, int at, AuctionState auction, DateTimeOffset now)
    {
        var before = session.Lots[at];
        var lot = before with { Status = auction.Status, OpensAt = auction.OpensAt, ClosesAt = auction.ClosesAt, Winner = auction.Winner };
        if (lot.IsOver)
            lot = lot with { Price = auction.Price, EndedAt = before.EndedAt ?? (lot.Status == AuctionStatus.Closed ? lot.ClosesAt : now) };
        if (lot == before)
            return session;

        var noted = session with { Seq = session.Seq + 1, Lots = session.Lots.SetItem(at, lot) };
        noted = noted with
        {
            Unpublished = noted.Unpublished.Add(new StoredEvent(new LotChangedEvent(
                session.Id, noted.Seq, now.ToUniversalTime(), at + 1, lot.Auction, lot.Status, lot.OpensAt, lot.ClosesAt, lot.Price, lot.Winner))),
        };
        return noted.IsOver && !session.IsOver ? Closed(noted, now) : noted;
    }

    /// <summary>The lot to call now: the first that waits, once all lots before it are over; null where there is none.</summary>
    /// <returns>The lot's index from 0, and when it opens: the gap after the last lot before it ended, which may be past.</returns>
    public static (int At, DateTimeOffset OpensAt)? LotToCall(SessionState session)
    {
        for (var at = 0; at < session.Lots.Length; at++)
            if (session.Lots[at].Status == AuctionStatus.Waiting)
                return (at, session.Lots.Take(at).Max(before => before.EndedAt!.Value) + (session.Gap ?? TimeSpan.Zero));
            else if (!session.Lots[at].IsOver)
                return null;
        return null;
    }

    private static SessionLot PlannedLot(string session, AuctionTerms terms) => new(
        SessionPlan.AuctionOf(session, terms.Session!.Lot), terms.Title, terms.Currency,
        terms.Session.AwaitsTurn ? AuctionStatus.Waiting : AuctionStatus.Scheduled, terms.OpensAt!.Value, terms.ClosesAt,
        Money.Plain(terms.StartingPrice))
    {
        Terms = terms,
    };

    private static SessionState Closed(SessionState session, DateTimeOffset now) => session with
    {
        Seq = session.Seq + 1,
        Unpublished = session.Unpublished.Add(new StoredEvent(new SessionClosedEvent(
            session.Id, session.Seq + 1, now.ToUniversalTime(), session.Lots.Length, session.Lots.Count(lot => lot.Winner is not null)))),
    };
}
