using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>
/// The change that withdraws a command, unless it was accepted. The answer says whether the command is withdrawn. A worker that
/// stalls while it accepts the command finds a changed head, and then the withdrawal.
/// </summary>
/// <param name="commandId">The command's id.</param>
/// <param name="until">The time of receipt of the last copy that is withdrawn.</param>
/// <param name="now">The time, by which withdrawals that no copy can meet any more are dropped.</param>
internal sealed class WithdrawChange(string commandId, DateTimeOffset until, DateTimeOffset now) : HeadChange<bool>
{
    // No copy is accepted later than this after its receipt, by whichever clock.
    private static readonly TimeSpan KeptFor = 2 * (ReceiptBounds.AcceptWithin + ReceiptBounds.MostAhead);

    /// <inheritdoc/>
    public override DateTimeOffset At => until;

    /// <inheritdoc/>
    public override IEnumerable<string> MarkersFor(AuctionHead head) => CommandOrder.DecisionMarker(head, commandId);

    /// <inheritdoc/>
    public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers)
    {
        PendingAnswer = head is null
            || (head.FindPending(commandId) is null && CommandOrder.DecisionAbout(head, commandId, markers) is null);
        if (head is null || !PendingAnswer)
            return head;
        var last = head.Withdrawn.FirstOrDefault(withdrawn => withdrawn.Command == commandId)?.Until;
        var others = head.Withdrawn.RemoveAll(withdrawn => withdrawn.Command == commandId || withdrawn.Until < now - KeptFor);
        return head with { Withdrawn = others.Add(new(commandId, last > until ? last.Value : until)) };
    }
}
