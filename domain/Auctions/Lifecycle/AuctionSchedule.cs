using Auctions.Outbox;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifecycle;

/// <summary>
/// Opens and closes an auction when it is due, and publishes that. Two workers that do so at once change the auction once,
/// and may publish an event twice.
/// </summary>
/// <param name="store">The auctions.</param>
/// <param name="index">The list of auctions.</param>
/// <param name="outbox">Publishes what happened.</param>
/// <param name="workflows">The workflow of the session that the lot belongs to.</param>
/// <param name="time">The clock.</param>
/// <param name="backlog">The commands of this worker; null where it never has any.</param>
public sealed class AuctionSchedule(
    AuctionStore store, AuctionIndex index, AuctionOutbox outbox, IAuctionWorkflows workflows, TimeProvider time, IBacklog? backlog = null)
{
    /// <summary>How long a close waits at most for raises that are still in the backlog.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Does what is due now, and finishes what another worker began and didn't finish.</summary>
    /// <exception cref="InvalidDataException">There is no such auction.</exception>
    /// <exception cref="AuctionBusyException">The change could not be committed; the call may be repeated.</exception>
    public async Task<AuctionStep> AdvanceAsync(string auction, CancellationToken cancellation)
    {
        var head = await store.FindAsync(auction, cancellation)
            ?? throw new InvalidDataException($"Auction {auction} has a workflow, and is not in the store.");
        var before = head.State.Status;
        var now = time.GetUtcNow();
        if (AuctionStep.Of(head.State).DueAt <= now)
        {
            var isToClose = now >= head.State.ClosesAt + AuctionRules.ClosingGrace;
            // A raise that was received in time counts, however late a worker decides it; once closed, it no longer could.
            if (isToClose && backlog is { MayHoldRaises: true } && now < head.State.ClosesAt + LongestWait)
                return new AuctionStep(before, now + BetweenLooks);
            head = await store.CommitAsync(auction, isToClose ? ScheduleChange.Close(now) : ScheduleChange.Open(now), cancellation);
        }

        await PublishAsync(head!, cancellation);
        if (head!.State.Status.IsOver() || head.State.Status != before)
            await index.ReplaceAsync([IndexLine.Of(head.State)], cancellation);
        // The session plans and calls its lots itself, so it has nothing to learn before one opens.
        if (head.State.Terms.Session is { } place && head.State.Status is not (AuctionStatus.Waiting or AuctionStatus.Scheduled))
            await workflows.NotifySessionAsync(place.Id, cancellation);
        return AuctionStep.Of(head.State);
    }

    // Nobody sweeps an auction that is over, so everything goes out now. Before that only the opening does: the events of a
    // raise are published by the raise's own last step.
    private async ValueTask PublishAsync(AuctionHead head, CancellationToken cancellation)
    {
        var isOver = head.State.Status.IsOver();
        var opening = head.OpeningSeq;
        await outbox.PublishAsync(head, seq => isOver || seq <= opening, cancellation);
    }
}
