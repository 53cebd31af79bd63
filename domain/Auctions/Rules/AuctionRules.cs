using Auctions.Events;

namespace Auctions.Rules;

/// <summary>
/// The rules of an auction: they turn a state and a request into a decision. They read no clock, store or random number, so
/// that a raise gets the same decision whichever worker decides it, and whenever.
/// </summary>
/// <remarks>
/// An auction is open for the raises received in [OpensAt, ClosesAt), whether or not its <c>opened</c> event is committed yet:
/// the first raise commits the event if need be. Once <c>closed</c> is committed, no raise is accepted, not even one that was
/// received in time, because the winner has been announced. Therefore the close waits for <see cref="ClosingGrace"/>.
/// </remarks>
public static class AuctionRules
{
    /// <summary>How long after the close a raise that was received in time may still be decided.</summary>
    public static readonly TimeSpan ClosingGrace = TimeSpan.FromSeconds(2);

    /// <summary>Creates an auction, with its <c>opened</c> event where it opens at once.</summary>
    /// <param name="id">The auction's id.</param>
    /// <param name="seller">The user id of the seller.</param>
    /// <param name="terms">Valid terms.</param>
    /// <param name="receivedAt">When the command was received. An auction whose opening is earlier opens at once.</param>
    public static Decision Create(string id, string seller, AuctionTerms terms, DateTimeOffset receivedAt)
    {
        var opensAt = terms.OpensAt is { } later && later > receivedAt ? later : receivedAt;
        var scheduled = new AuctionState
        {
            Id = id,
            Seller = seller,
            Terms = terms with { Increments = terms.Increments ?? Increments.DefaultOf(terms.Currency) },
            Status = terms.Session is { AwaitsTurn: true } ? AuctionStatus.Waiting : AuctionStatus.Scheduled,
            Seq = 0,
            Price = Money.Plain(terms.StartingPrice),
            Bids = 0,
            Participants = 0,
            OpensAt = opensAt.ToUniversalTime(),
            ClosesAt = terms.ClosesAt.ToUniversalTime(),
        };
        return Open(scheduled, receivedAt);
    }

    /// <summary>
    /// Calls a lot that waits for its turn: it opens at the given hour and stays open as long as planned. A lot that doesn't wait
    /// stays unchanged.
    /// </summary>
    /// <param name="state">The lot.</param>
    /// <param name="opensAt">When the lot opens; now where that is past.</param>
    /// <param name="now">The time.</param>
    public static Decision Call(AuctionState state, DateTimeOffset opensAt, DateTimeOffset now)
    {
        if (state.Status != AuctionStatus.Waiting)
            return new(state, [], null);
        var opens = (opensAt > now ? opensAt : now).ToUniversalTime();
        var called = state with
        {
            Status = AuctionStatus.Scheduled,
            Seq = state.Seq + 1,
            OpensAt = opens,
            ClosesAt = opens + (state.ClosesAt - state.OpensAt),
        };
        return new(
            called, [new LotCalledEvent(called.Id, called.Seq, now.ToUniversalTime(), called.OpensAt, called.ClosesAt)], null, called.Seq);
    }

    /// <summary>Opens a scheduled auction that is due. Any other auction stays unchanged.</summary>
    public static Decision Open(AuctionState state, DateTimeOffset now)
    {
        if (state.Status != AuctionStatus.Scheduled || now < state.OpensAt)
            return new(state, [], null);

        var open = state with { Status = AuctionStatus.Open, Seq = state.Seq + 1 };
        return new(open, [new AuctionOpenedEvent(
            open.Id, open.Seq, open.OpensAt, open.Terms.Title, open.Terms.Currency, open.Price, open.NextMinimum,
            open.OpensAt, open.ClosesAt) { BuyNowPrice = open.BuyNowPrice, ReserveMet = open.ReserveMet }], null, open.Seq);
    }

    /// <summary>Decides a raise.</summary>
    public static Decision Decide(AuctionState state, in Raise raise)
    {
        if (RejectionByTime(state, raise.ReceivedAt) is { } rejection)
            return new(state, [], rejection);
        var (open, opened, _, _) = Open(state, raise.ReceivedAt);
        return Bidding.Decide(open, raise, opened);
    }

    /// <summary>Whether a raise makes its user a participant: the user is not the seller, and the raise is in time.</summary>
    public static bool MayParticipate(AuctionState state, string user, DateTimeOffset receivedAt) =>
        user != state.Seller && RejectionByTime(state, receivedAt) is null;

    /// <summary>
    /// Whether a command that was received at an instant must wait for its decision: it was received at or after the end, and a
    /// raise that was received earlier may still move the end.
    /// </summary>
    /// <param name="state">The auction, in which everything that was received earlier and is known is decided.</param>
    /// <param name="receivedAt">When the command was received.</param>
    /// <param name="now">The time. After the grace, nothing that was received in time can still come.</param>
    public static bool EndMayMove(AuctionState state, DateTimeOffset receivedAt, DateTimeOffset now) =>
        state.Status is AuctionStatus.Scheduled or AuctionStatus.Open
        && receivedAt >= state.ClosesAt
        && now < state.ClosesAt + ClosingGrace
        && SoftClosing.MayExtend(state);

    /// <summary>
    /// Whether a raise that was received before the end can no longer move it: the grace is over, so what was received after the
    /// end may be decided, although the close isn't committed yet.
    /// </summary>
    /// <param name="state">The auction.</param>
    /// <param name="now">The time, by the clock that is the furthest ahead.</param>
    internal static bool EndNoLongerMoves(AuctionState state, DateTimeOffset now) =>
        state.Status is AuctionStatus.Scheduled or AuctionStatus.Open
        && now >= state.ClosesAt + ClosingGrace
        && SoftClosing.MayExtend(state);

    /// <summary>
    /// Closes an auction whose close and grace are past, or pauses it where the close is held. An auction that waits, is paused or is
    /// over stays unchanged.
    /// </summary>
    public static Decision Close(AuctionState state, DateTimeOffset now)
    {
        if (state.Status is AuctionStatus.Closed or AuctionStatus.Cancelled or AuctionStatus.Paused or AuctionStatus.Waiting
            || now < state.ClosesAt + ClosingGrace)
            return new(state, [], null);

        // An auction that got no raise has no opened event yet, and its history needs one.
        var (open, opened, _, _) = Open(state, now);
        if (open.IsHeld)
        {
            var (held, pausing) = Pausing.Paused(open, open.ClosesAt, PauseReasons.Held);
            return new(held, [.. opened, pausing], null, held.Seq);
        }

        var (closed, closing) = Closed(open, open.ClosesAt);
        return new(closed, [.. opened, closing], null, closing.Seq);
    }

    /// <summary>Closes the auction: it is sold to the leader where the reserve is met.</summary>
    internal static (AuctionState State, AuctionClosedEvent Closed) Closed(AuctionState open, DateTimeOffset at)
    {
        var closed = open with
        {
            Status = AuctionStatus.Closed,
            IsHeld = false,
            Seq = open.Seq + 1,
            Winner = open.ReserveMet ? open.Leader : null,
        };
        return (closed, new AuctionClosedEvent(closed.Id, closed.Seq, at, Sold: closed.Winner is not null, closed.Winner, closed.Price));
    }

    private static string? RejectionByTime(AuctionState state, DateTimeOffset receivedAt) =>
        state.Status switch
        {
            AuctionStatus.Closed or AuctionStatus.Cancelled => Rejections.Closed,
            AuctionStatus.Waiting => Rejections.NotOpen,
            _ when Pausing.WasPausedAt(state, receivedAt) => Rejections.Paused,
            // No later raise counts, but whether the auction is over is for the auctioneer to say.
            _ when receivedAt >= state.ClosesAt => state.IsHeld ? Rejections.Paused : Rejections.Closed,
            _ when receivedAt < state.OpensAt => Rejections.NotOpen,
            _ => null,
        };
}
