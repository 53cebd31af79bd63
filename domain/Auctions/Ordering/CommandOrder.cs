using Auctions.Bus;
using Auctions.Events;
using Auctions.Outages;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>
/// The order of the commands about an auction (docs/decisions/0012-one-order-per-auction.md): a command gets its place when it is
/// accepted, and is decided after all that were received before it.
/// </summary>
/// <param name="store">Commits the changes.</param>
/// <param name="time">The clock by which the time of receipt is checked, and the wait for a moving end. No decision depends on it.</param>
/// <param name="outages">The outages of the house; null for a house that closes auctions whatever happened.</param>
public sealed class CommandOrder(AuctionStore store, TimeProvider time, HouseOutages? outages = null)
{
    // A raise in between may move the end, and the command behind it needn't wait for the end of the grace then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    /// <summary>Accepts a command. An accepted command is decided, whatever dies or stalls.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isOverloaded">Whether to refuse a command that was not accepted before.</param>
    /// <param name="cancellation">Cancels the wait; whether the command is accepted is then unknown.</param>
    /// <returns>
    /// The outcome, and the events of the decisions that this call made about other commands. The outcome is pending where the command is accepted, now or before; its outcome where it was decided before; rejected where there is no
    /// such auction, or the id was used for another command; invalid where an amount has too many decimals; failed where the
    /// command is not accepted, and won't be.
    /// </returns>
    /// <exception cref="AuctionBusyException">Whether the command is accepted is unknown. It may be sent again.</exception>
    public async ValueTask<(Outcome Outcome, IReadOnlyList<ISequenced> Events)> AcceptAsync(
        IOrderedCommand command, bool isOverloaded, CancellationToken cancellation)
    {
        if (!AuctionIds.IsWellFormed(command.Auction))
            return (Outcome.Rejected(Rejections.UnknownAuction), []);
        var change = new AcceptChange(command, isOverloaded, outages?.MayMakeUp == true, time);
        return (await store.CommitAsync(command.Auction, change, cancellation), change.Events);
    }

    /// <summary>Whether an accepted command's workflow is not known to be scheduled, as far as this process knows.</summary>
    public bool IsUnscheduled(IOrderedCommand command) => store.FindKnown(command.Auction)?.Unscheduled.Contains(command.CommandId) == true;

    /// <summary>Withdraws a command, unless it was accepted.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="commandId">The command's id.</param>
    /// <param name="until">The time of receipt of the last copy to withdraw.</param>
    /// <param name="cancellation">Cancels the wait; whether the command is withdrawn is then unknown.</param>
    /// <returns>Whether the command is withdrawn; false where it was accepted.</returns>
    /// <exception cref="AuctionBusyException">Whether the command is withdrawn is unknown.</exception>
    public async ValueTask<bool> WithdrawAsync(string auction, string commandId, DateTimeOffset until, CancellationToken cancellation) =>
        await store.CommitAsync(auction, new WithdrawChange(commandId, until, time.GetUtcNow()), cancellation);

    /// <summary>
    /// Decides a command, and all pending ones that were received before it. Waits where the command was received at or after
    /// an end that may still move.
    /// </summary>
    /// <returns>The outcome, and the events of all decisions that this call made; none where another decided the command.</returns>
    /// <exception cref="AuctionBusyException">The decision could not be committed; the call may be repeated.</exception>
    public async ValueTask<(Outcome Outcome, IReadOnlyList<ISequenced> Events)> DecideAsync(IOrderedCommand command, CancellationToken cancellation)
    {
        if (!AuctionIds.IsWellFormed(command.Auction))
            return (Outcome.Rejected(Rejections.UnknownAuction), []);
        var rule = outages is null ? OutageRule.None : null;
        while (true)
        {
            // Another step of this process has often decided the command.
            if (store.FindKnown(command.Auction)?.FindDecision(command.CommandId) is { } decided)
                return (decided.OutcomeFor(command.Fingerprint), []);
            var change = new DecideChange(command, await ReadSealedTrailAsync(command, cancellation), rule, time);
            var outcome = await store.CommitAsync(command.Auction, change, cancellation);
            if (change.IsTrailOutdated)
                continue;
            if (change.NeedsOutages)
            {
                rule = await outages!.FindRuleAsync(cancellation);
                if (rule is null)
                    await Task.Delay(LongestWait, time, cancellation);
                continue;
            }

            if (change.WaitsUntil is not { } due)
                return (outcome, change.Events);
            var wait = due - time.GetUtcNow();
            await Task.Delay(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait, time, cancellation);
        }
    }

    /// <summary>Decides the pending commands that were received by an instant, except those that <see cref="PendingCommands.Settle"/> leaves.</summary>
    /// <returns>The events of the decisions.</returns>
    /// <exception cref="AuctionBusyException">The decisions could not be committed; the call may be repeated.</exception>
    public async ValueTask<IReadOnlyList<ISequenced>> SettleAsync(string auction, DateTimeOffset receivedBy, CancellationToken cancellation)
    {
        // As long as an outage is not known to be over, the commands stay pending.
        var rule = outages is null ? OutageRule.None : await outages.FindRuleAsync(cancellation);
        return rule is null ? [] : (await store.CommitAsync(auction, new SettleChange(receivedBy, rule, time), cancellation)).Events ?? [];
    }

    /// <summary>The key of the marker of a command's decision, where the head may have sealed it.</summary>
    internal static IEnumerable<string> DecisionMarker(AuctionHead head, string command) =>
        head.SealedDecisions > 0 && head.FindDecision(command) is null && head.FindPending(command) is null ? [AuctionKeys.Decision(head.State.Id, command)] : [];

    /// <summary>The decision about a command, in the head or in the marker of <see cref="DecisionMarker"/>; null where there is none.</summary>
    internal static DecisionRecord? DecisionAbout(AuctionHead head, string command, IReadOnlyDictionary<string, byte[]> markers)
    {
        var key = AuctionKeys.Decision(head.State.Id, command);
        return head.FindDecision(command)
            ?? (markers.TryGetValue(key, out var marker) ? HeadJson.Read<DecisionRecord>(key, marker) : null);
    }

    // Only a voiding needs the trail: it decides the remaining bids again.
    private async ValueTask<IReadOnlyList<DecisionRecord>> ReadSealedTrailAsync(IOrderedCommand command, CancellationToken cancellation) =>
        command.Request.Kind == DecisionKind.Void && await store.FindAsync(command.Auction, cancellation) is { } head
            ? await store.ReadSealedTrailAsync(head, cancellation)
            : [];
}
