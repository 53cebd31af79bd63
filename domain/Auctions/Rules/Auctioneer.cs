using Auctions.Events;

namespace Auctions.Rules;

/// <summary>The rules of an auctioneer's actions. Each is decided by the time at which it was received.</summary>
internal static class Auctioneer
{
    /// <summary>Pauses an auction. The time that is left then is still left when the auction is resumed.</summary>
    /// <param name="state">The auction.</param>
    /// <param name="receivedAt">When the command was received.</param>
    public static Decision Pause(AuctionState state, DateTimeOffset receivedAt) => Pause(state, receivedAt, reason: null);

    /// <summary>Pauses an auction together with all others.</summary>
    public static Decision PauseWithAll(AuctionState state, DateTimeOffset receivedAt) => Pause(state, receivedAt, PauseReasons.House);

    private static Decision Pause(AuctionState state, DateTimeOffset receivedAt, string? reason)
    {
        if (NotRunning(state, receivedAt) is { } rejection)
            return new(state, [], rejection);
        var (open, opened, _, _) = AuctionRules.Open(state, receivedAt);
        var (paused, happened) = Pausing.Paused(open, receivedAt, reason);
        return new(paused, [.. opened, happened], null, paused.Seq);
    }

    /// <summary>Resumes an auction that was paused together with all others.</summary>
    public static Decision ResumeWithAll(AuctionState state, DateTimeOffset receivedAt) =>
        state is { Status: AuctionStatus.Paused, PauseReason: not PauseReasons.House }
            ? new(state, [], Rejections.NotPaused)
            : Resume(state, receivedAt);

    /// <summary>Resumes a paused auction, and releases its close where that is held.</summary>
    public static Decision Resume(AuctionState state, DateTimeOffset receivedAt)
    {
        if (state.Status != AuctionStatus.Paused)
            return new(state, [], IsOver(state, receivedAt) ? Rejections.Closed : Rejections.NotPaused);
        var resumed = Pausing.End(state, receivedAt) with { Seq = state.Seq + 1 };
        return new(
            resumed, [new AuctionResumedEvent(resumed.Id, resumed.Seq, resumed.Pauses[^1].To!.Value, resumed.ClosesAt)], null, resumed.Seq);
    }

    /// <summary>Cancels an auction that is not over, whether it has opened or not.</summary>
    public static Decision Cancel(AuctionState state, DateTimeOffset receivedAt)
    {
        if (IsOver(state, receivedAt))
            return new(state, [], Rejections.Closed);
        var cancelled = state with { Status = AuctionStatus.Cancelled, IsHeld = false, PauseReason = null, Seq = state.Seq + 1 };
        return new(cancelled, [new AuctionCancelledEvent(cancelled.Id, cancelled.Seq, receivedAt.ToUniversalTime())], null, cancelled.Seq);
    }

    /// <summary>
    /// Lets the hammer fall: a raise received from now on doesn't count, and watchers learn that at once. The auction closes like any other, after the grace for
    /// raises that were received before and are not decided yet.
    /// </summary>
    public static Decision Hammer(AuctionState state, DateTimeOffset receivedAt)
    {
        var (hammered, events, reason, _) = HammerSilently(state, receivedAt);
        if (reason is not null)
            return new(state, [], reason);
        var told = hammered with { Seq = hammered.Seq + 1 };
        return new(told, [.. events, new AuctionHammeredEvent(told.Id, told.Seq, told.ClosesAt)], null, told.Seq);
    }

    /// <summary><see cref="Hammer"/> as it was before it had an event of its own, for trails of that time.</summary>
    internal static Decision HammerSilently(AuctionState state, DateTimeOffset receivedAt)
    {
        // A paused auction is resumed and hammered at this instant, even where it has no time left.
        var isPaused = state.Status == AuctionStatus.Paused;
        var running = isPaused ? Resume(state, receivedAt) : AuctionRules.Open(state, receivedAt);
        if (NotRunning(running.State, receivedAt) is { } reason && !(isPaused && reason == Rejections.Closed))
            return new(state, [], reason);
        return new(running.State with { ClosesAt = receivedAt.ToUniversalTime(), IsHammered = true, IsHeld = false }, running.Events, null);
    }

    /// <summary>Moves the close of an open or paused auction to a later time.</summary>
    /// <param name="state">The auction.</param>
    /// <param name="by">By how much, above zero.</param>
    /// <param name="receivedAt">When the command was received.</param>
    public static Decision Extend(AuctionState state, TimeSpan by, DateTimeOffset receivedAt)
    {
        if (state.IsHammered)
            return new(state, [], Rejections.Closed);
        if (NotRunning(state, receivedAt) is { } reason && reason != Rejections.Paused)
            return new(state, [], reason);
        var (open, opened, _, _) = AuctionRules.Open(state, receivedAt);
        var (extended, happened) = Extended(open, open.ClosesAt + by, receivedAt, ExtensionReasons.Auctioneer);
        return new(extended, [.. opened, happened], null, extended.Seq);
    }

    /// <summary>Moves the close. What raises may move it beyond moves along.</summary>
    internal static (AuctionState State, AuctionExtendedEvent Extended) Extended(
        AuctionState state, DateTimeOffset closesAt, DateTimeOffset at, string reason)
    {
        var extended = state with
        {
            Seq = state.Seq + 1,
            ClosesAt = closesAt.ToUniversalTime(),
            ExtendedBy = state.ExtendedBy + (closesAt - state.ClosesAt),
        };
        return (extended, new AuctionExtendedEvent(extended.Id, extended.Seq, at.ToUniversalTime(), extended.ClosesAt, reason));
    }

    /// <summary>Has the close held: at its close, the auction is paused and not closed. One that is held already stays so.</summary>
    public static Decision Hold(AuctionState state, DateTimeOffset receivedAt) => ChangeHold(state, isHeld: true, receivedAt);

    /// <summary>
    /// Releases the close. An auction that is paused because its close was held is resumed, and closes with the time that is left to it.
    /// </summary>
    public static Decision Release(AuctionState state, DateTimeOffset receivedAt) =>
        state is { Status: AuctionStatus.Paused, PauseReason: PauseReasons.Held }
            ? Resume(state, receivedAt)
            : ChangeHold(state, isHeld: false, receivedAt);

    private static Decision ChangeHold(AuctionState state, bool isHeld, DateTimeOffset receivedAt)
    {
        if (state.IsHammered || IsOver(state, receivedAt))
            return new(state, [], Rejections.Closed);
        if (state.IsHeld == isHeld)
            return new(state, [], null);
        var changed = state with { Seq = state.Seq + 1, IsHeld = isHeld };
        return new(changed, [new HoldChangedEvent(changed.Id, changed.Seq, receivedAt.ToUniversalTime(), isHeld)], null, changed.Seq);
    }

    /// <summary>Changes the increment until the price reaches the next band of the table.</summary>
    /// <param name="state">The auction.</param>
    /// <param name="step">The new increment, above 0 and valid in the auction's currency.</param>
    /// <param name="receivedAt">When the command was received.</param>
    public static Decision ChangeIncrement(AuctionState state, decimal step, DateTimeOffset receivedAt)
    {
        if (IsOver(state, receivedAt))
            return new(state, [], Rejections.Closed);
        decimal? until = state.Terms.Increments!.Where(band => band.From > state.Price).Select(band => (decimal?)band.From).FirstOrDefault();
        var changed = state with { Seq = state.Seq + 1, StepOverride = new(Money.Plain(step), until) };
        return new(
            changed,
            [new IncrementChangedEvent(
                changed.Id, changed.Seq, receivedAt.ToUniversalTime(), changed.StepOverride.Value.Step, until, changed.NextMinimum)],
            null,
            changed.Seq);
    }

    /// <summary>
    /// Voids a bid: price, leader and bids become those of the auction without the bid. The close stays where it is, because it
    /// has been announced.
    /// </summary>
    /// <param name="state">The auction.</param>
    /// <param name="rest">The auction as it would be without the voided bids (<see cref="Store.Replay"/>).</param>
    /// <param name="voided">The seq of the bid that is voided.</param>
    /// <param name="reason">The reason, which is published.</param>
    /// <param name="receivedAt">When the command was received.</param>
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
            IsLeaderLimitMaximum = rest.IsLeaderLimitMaximum,
            Bids = rest.Bids,
        };
        return new(after, [new BidVoidedEvent(
            after.Id, after.Seq, receivedAt.ToUniversalTime(), voided, reason, after.Price, after.Leader, after.Bids, after.NextMinimum,
            after.ReserveMet)
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

    /// <summary>Whether the auction was over when the command was received.</summary>
    internal static bool IsOver(AuctionState state, DateTimeOffset receivedAt) =>
        state.Status.IsOver()
        || (state.Status is not (AuctionStatus.Paused or AuctionStatus.Waiting) && receivedAt >= state.ClosesAt && !state.IsHeld);
}
