using Auctions.Events;

namespace Auctions.Rules;

/// <summary>What an auctioneer may do to a running auction. Each is decided at the time at which it was received.</summary>
public static class Auctioneer
{
    /// <summary>Halts an auction. What time is left then is left when it is resumed.</summary>
    public static Decision Pause(AuctionState state, DateTimeOffset receivedAt)
    {
        if (NotRunning(state, receivedAt) is { } reason)
            return new(state, [], reason);
        var (open, opened, _, _) = AuctionRules.Open(state, receivedAt);
        var paused = Pausing.Begin(open, receivedAt) with { Seq = open.Seq + 1 };
        return new(paused, [.. opened, new AuctionPausedEvent(paused.Id, paused.Seq, paused.Pauses[^1].From)], null, paused.Seq);
    }

    /// <summary>Goes on with a paused auction.</summary>
    public static Decision Resume(AuctionState state, DateTimeOffset receivedAt)
    {
        if (state.Status != AuctionStatus.Paused)
            return new(state, [], IsOver(state, receivedAt) ? Rejections.Closed : Rejections.NotPaused);
        var resumed = Pausing.End(state, receivedAt) with { Seq = state.Seq + 1 };
        return new(
            resumed, [new AuctionResumedEvent(resumed.Id, resumed.Seq, resumed.Pauses[^1].To!.Value, resumed.ClosesAt)], null, resumed.Seq);
    }

    /// <summary>Calls an auction off, whether it runs yet or not.</summary>
    public static Decision Cancel(AuctionState state, DateTimeOffset receivedAt)
    {
        if (IsOver(state, receivedAt))
            return new(state, [], Rejections.Closed);
        var cancelled = state with { Status = AuctionStatus.Cancelled, Seq = state.Seq + 1 };
        return new(cancelled, [new AuctionCancelledEvent(cancelled.Id, cancelled.Seq, receivedAt.ToUniversalTime())], null, cancelled.Seq);
    }

    /// <summary>
    /// Lets the hammer fall: no raise received from now on counts. The auction is closed as any other, after the grace for
    /// raises that were received before and are still worked off.
    /// </summary>
    public static Decision Hammer(AuctionState state, DateTimeOffset receivedAt)
    {
        // What was paused goes on, and ends, at this instant, even where no time was left to it.
        var isPaused = state.Status == AuctionStatus.Paused;
        var running = isPaused ? Resume(state, receivedAt) : AuctionRules.Open(state, receivedAt);
        if (NotRunning(running.State, receivedAt) is { } reason && !(isPaused && reason == Rejections.Closed))
            return new(state, [], reason);
        return new(running.State with { ClosesAt = receivedAt.ToUniversalTime(), IsHammered = true }, running.Events, null);
    }

    /// <summary>Takes another increment until the price comes to the next band.</summary>
    /// <param name="state">The auction.</param>
    /// <param name="step">Above 0, valid in the auction's currency.</param>
    /// <param name="receivedAt">When it was received.</param>
    public static Decision ChangeIncrement(AuctionState state, decimal step, DateTimeOffset receivedAt)
    {
        if (IsOver(state, receivedAt))
            return new(state, [], Rejections.Closed);
        decimal? until = state.Terms.Increments!.Where(band => band.From > state.Price).Select(band => (decimal?)band.From).FirstOrDefault();
        var changed = state with { Seq = state.Seq + 1, StepOverride = new(Money.Plain(step), until) };
        return new(
            changed,
            [new IncrementChangedEvent(changed.Id, changed.Seq, receivedAt.ToUniversalTime(), changed.StepOverride.Value.Step, until, changed.NextMinimum)],
            null,
            changed.Seq);
    }

    /// <summary>
    /// Takes the place of bids that were voided: what the others' bids come to without them. Nothing is shortened by it,
    /// for everybody was told when the auction closes.
    /// </summary>
    /// <param name="state">The auction.</param>
    /// <param name="rest">The auction as it would be without the voided raise (<see cref="Store.Replay"/>).</param>
    /// <param name="voided">The seq of the bid that is voided.</param>
    /// <param name="reason">Why, in words; everybody is told.</param>
    /// <param name="receivedAt">When it was received.</param>
    public static Decision Void(AuctionState state, AuctionState rest, long voided, string reason, DateTimeOffset receivedAt)
    {
        if (IsOver(state, receivedAt))
            return new(state, [], Rejections.Closed);
        var after = state with
        {
            Seq = state.Seq + 1,
            Price = rest.Price,
            Leader = rest.Leader,
            LeaderLimit = rest.LeaderLimit,
            LeaderLimitAt = rest.LeaderLimitAt,
            Bids = rest.Bids,
        };
        return new(after, [new BidVoidedEvent(
            after.Id, after.Seq, receivedAt.ToUniversalTime(), voided, reason, after.Price, after.Leader, after.Bids, after.NextMinimum, after.ReserveMet)
            {
                BuyNowPrice = after.BuyNowPrice,
            }],
            null, after.Seq);
    }

    private static string? NotRunning(AuctionState state, DateTimeOffset receivedAt) =>
        IsOver(state, receivedAt) ? Rejections.Closed
        : state.Status == AuctionStatus.Waiting || receivedAt < state.OpensAt ? Rejections.NotOpen
        : state.Status == AuctionStatus.Paused ? Rejections.Paused
        : null;

    /// <summary>Whether nothing can be done to it any more.</summary>
    internal static bool IsOver(AuctionState state, DateTimeOffset receivedAt) =>
        state.Status.IsOver()
        || (state.Status is not (AuctionStatus.Paused or AuctionStatus.Waiting) && receivedAt >= state.ClosesAt);
}
