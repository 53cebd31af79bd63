using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>The change that decides the pending commands that were received by an instant, whichever steps they wait for.</summary>
/// <param name="receivedBy">The time of receipt of the last command to decide.</param>
/// <param name="outages">The rule of the house with the outages.</param>
/// <param name="time">The clock, which says only whether the end of the auction may still move.</param>
internal sealed class SettleChange(DateTimeOffset receivedBy, OutageRule outages, TimeProvider time) : HeadChange<PendingCommands.Settled>
{
    /// <inheritdoc/>
    public override DateTimeOffset At => receivedBy;

    /// <inheritdoc/>
    public override IEnumerable<string> MarkersFor(AuctionHead head) => PendingCommands.ParticipantMarkers(head);

    /// <inheritdoc/>
    public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers)
    {
        if (head is null)
            return null;
        var now = time.GetUtcNow();
        var (made, before) = OutageDecisions.MakeUp(head, outages, now, markers);
        var settled = PendingCommands.Settle(made, receivedBy, now, markers);
        PendingAnswer = settled with { Events = [.. before, .. settled.Events] };
        return settled.Head;
    }
}
