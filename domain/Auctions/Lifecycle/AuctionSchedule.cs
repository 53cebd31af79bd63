using Auctions.Ordering;
using Auctions.Outages;
using Auctions.Outbox;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifecycle;

/// <summary>
/// Opens and closes an auction when it is due, and publishes the events. Two workers that do so at the same time change the
/// auction once, and may publish an event twice.
/// </summary>
/// <param name="store">The auctions.</param>
/// <param name="index">The list of auctions.</param>
/// <param name="outbox">Publishes the events.</param>
/// <param name="workflows">Notifies the workflow of the lot's session.</param>
/// <param name="time">The clock.</param>
/// <param name="outages">The outages of the house; null for a house that closes auctions whatever happened.</param>
public sealed class AuctionSchedule(
    AuctionStore store, AuctionIndex index, AuctionOutbox outbox, IAuctionWorkflows workflows, TimeProvider time,
    HouseOutages? outages = null)
{
    // A close waits this long until it is known whether the house was down.
    private static readonly TimeSpan OutagePeriod = TimeSpan.FromSeconds(1);

    // A close that waits for a pending voiding tries again after this.
    private static readonly TimeSpan VoidingPeriod = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Opens or closes the auction if that is due, makes up for outages that concern it, and completes work that another worker left
    /// unfinished.
    /// </summary>
    /// <exception cref="InvalidDataException">The store has no such auction.</exception>
    /// <exception cref="AuctionBusyException">The change could not be committed; the call may be repeated.</exception>
    public async Task<AuctionStep> AdvanceAsync(string auction, CancellationToken cancellation)
    {
        var head = await store.FindAsync(auction, cancellation)
            ?? throw new InvalidDataException($"Auction {auction} has a workflow but is not in the store.");
        var before = head.State.Status;
        // A process that is stopped here doesn't close what was not due before it asked for the outages.
        var now = time.GetUtcNow();
        var rule = outages is null ? OutageRule.None : await outages.FindRuleAsync(cancellation);
        var isDue = AuctionStep.Of(head.State).DueAt <= now;
        var closes = now >= head.State.ClosesAt + AuctionRules.ClosingGrace;
        if (rule is null && isDue && closes)
            return new AuctionStep(head.State.Status, now + OutagePeriod);
        if (isDue || (rule is not null && OutageDecisions.AreDue(head, rule)))
        {
            var change = isDue && !closes ? ScheduleChange.Open(now) : ScheduleChange.Close(now, rule);
            head = await store.CommitAsync(auction, change, cancellation);
            await outbox.PublishAsync(auction, change.Settled, cancellation);
        }

        await PublishAsync(head!, cancellation);
        // A line doesn't say that an auction is paused, because nothing would bring it up to date when the auction is resumed.
        if (head!.State.Status.IsOver() || (head.State.Status != before && head.State.Status != AuctionStatus.Paused))
            await index.ReplaceAsync([IndexLine.Of(head.State)], cancellation);
        // The session schedules and calls its lots itself, so it needs no notification before a lot opens.
        if (head.State.Terms.Session is { } place && head.State.Status is not (AuctionStatus.Waiting or AuctionStatus.Scheduled))
            await workflows.NotifySessionAsync(place.Id, cancellation);
        var step = AuctionStep.Of(head.State);
        return step.DueAt <= now ? step with { DueAt = now + VoidingPeriod } : step;
    }

    // The sweep skips auctions that were over some time ago, so a closed auction publishes every event here. A running one publishes only its
    // opening: the last step of a raise publishes the events of that raise.
    private async ValueTask PublishAsync(AuctionHead head, CancellationToken cancellation)
    {
        var isOver = head.State.Status.IsOver();
        var opening = head.OpeningSeq;
        await outbox.PublishAsync(head, seq => isOver || seq <= opening, cancellation);
    }
}
