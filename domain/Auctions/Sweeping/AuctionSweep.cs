using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Outages;
using Auctions.Outbox;
using Auctions.Rules;
using Auctions.Store;
using Microsoft.Extensions.Logging;

namespace Auctions.Sweeping;

/// <summary>
/// Does what another worker left undone because it died or stalls: publishes events that are committed, decides commands that are
/// accepted and schedules their workflows. Makes up for outages, so that bidders hear of a new close before the old one. Commits what
/// this worker has published and scheduled where no later change did so. Every worker sweeps; two workers that sweep at the same time
/// may publish an event twice.
/// </summary>
/// <param name="index">The list of auctions.</param>
/// <param name="store">Notes what is published and scheduled.</param>
/// <param name="documents">The store, which has the heads that other workers committed.</param>
/// <param name="order">Decides the pending commands.</param>
/// <param name="unscheduled">Schedules the workflows of accepted commands.</param>
/// <param name="outbox">Publishes the events.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Reports auctions with overdue work.</param>
/// <param name="options">How long other workers have for their own work; null for the defaults.</param>
/// <param name="listener">Hears what each sweep finds; null where nobody listens.</param>
/// <param name="outages">The outages of the house; null for a house that closes auctions whatever happened.</param>
/// <param name="schedule">Makes up for outages; null together with <paramref name="outages"/>.</param>
public sealed partial class AuctionSweep(
    AuctionIndex index, AuctionStore store, IDocuments documents, CommandOrder order, UnscheduledCommands unscheduled, AuctionOutbox outbox,
    TimeProvider time, ILogger<AuctionSweep> log, AuctionSweepOptions? options = null, IHouseListener? listener = null,
    HouseOutages? outages = null, AuctionSchedule? schedule = null)
{
    private readonly AuctionSweepOptions _options = options ?? new();
    private readonly OverdueWork _overdue = new(documents);

    /// <summary>Sweeps once. Calls must not overlap.</summary>
    /// <returns>The number of events that were published.</returns>
    /// <exception cref="AuctionBusyException">A head could not be written; the next sweep tries again.</exception>
    public async Task<int> SweepOnceAsync(CancellationToken cancellation)
    {
        // A command that comes late still needs a workflow, which tells its sender so.
        var since = time.GetUtcNow() - _options.AfterTheEnd;
        var swept = (await index.ReadAsync(cancellation)).Where(line => !line.IsOver || line.ClosesAt > since).Select(line => line.Id).ToList();
        var published = 0;
        var rule = (outages is null ? null : await outages.FindRuleAsync(cancellation)) ?? OutageRule.None;
        var found = await _overdue.FindAsync(swept, time.GetUtcNow(), _options.OverdueAfter, rule, cancellation);
        listener?.Swept(_overdue.House!);
        foreach (var auction in _overdue.ToMakeUp)
            await schedule!.AdvanceAsync(auction, cancellation);
        foreach (var overdue in found)
        {
            var count = await outbox.PublishAsync(overdue.Head, overdue.Unpublished.Contains, cancellation);
            if (count > 0)
                PublishedLate(log, count, overdue.Auction);
            published += count + await SettleAsync(overdue, cancellation);
            await unscheduled.ScheduleAsync(overdue.Head, overdue.Unscheduled.Contains, cancellation);
        }

        await store.CommitNotesAsync(_options.CommitNotesAfter, cancellation);
        return published;
    }

    private async Task<int> SettleAsync(OverdueWork.OfAuction overdue, CancellationToken cancellation)
    {
        if (overdue.Pending.Count == 0)
            return 0;
        var events = await order.SettleAsync(overdue.Auction, overdue.Pending[^1].At, cancellation);
        await outbox.PublishAsync(overdue.Auction, events, cancellation);
        if (events.Count > 0)
            DecidedLate(log, overdue.Auction, _options.OverdueAfter.TotalSeconds, events.Count);
        return events.Count;
    }

    [LoggerMessage(
        EventId = 220, Level = LogLevel.Warning,
        Message = "{Count} events of auction {Auction} were committed but not published; they are published now")]
    private static partial void PublishedLate(ILogger logger, int count, string auction);

    [LoggerMessage(
        EventId = 221, Level = LogLevel.Warning,
        Message = "Commands of auction {Auction} stayed pending for {Seconds} s; they are decided now and make {Count} events")]
    private static partial void DecidedLate(ILogger logger, string auction, double seconds, int count);
}

/// <summary>How long <see cref="AuctionSweep"/> waits for other workers to do their own work.</summary>
public sealed record AuctionSweepOptions
{
    /// <summary>How long an event must stay unpublished, or a command undecided, before the sweep takes care of it.</summary>
    public TimeSpan OverdueAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an auction that is over is swept.</summary>
    public TimeSpan AfterTheEnd { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long done work waits for another commit that notes it, before the sweep makes a commit for it.</summary>
    public TimeSpan CommitNotesAfter { get; init; } = TimeSpan.FromSeconds(1);
}
