using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// The change that makes a bidder a participant, unless the raise is out of time, invalid or the seller's own. A participant
/// stays one until the end.
/// </summary>
internal sealed class ParticipantChange(AuctionRaiseCommand command) : HeadChange<ParticipantChange.Result>
{
    /// <summary>Whether the bidder is a participant after the change.</summary>
    internal enum Result
    {
        /// <summary>There is no such auction.</summary>
        UnknownAuction,

        /// <summary>The bidder is a participant, a new one or an earlier one.</summary>
        Participant,

        /// <summary>The bidder is not a participant: the raise is out of time, invalid or the seller's own.</summary>
        NoParticipant,
    }

    public override DateTimeOffset At => command.ReceivedAt;

    public override IEnumerable<string> MarkersFor(AuctionHead head) => PendingCommands.ParticipantMarkers(head, command.Request);

    public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers)
    {
        PendingAnswer = Result.NoParticipant;
        if (head is null)
            PendingAnswer = Result.UnknownAuction;
        else if (Money.Problem(command.Limit, head.State.Decimals) is null)
        {
            var after = PendingCommands.WithParticipant(head, command.Request, markers);
            if (!ReferenceEquals(after, head) || PendingCommands.IsParticipant(head, command.Bidder, markers))
                PendingAnswer = Result.Participant;
            return after;
        }

        return head;
    }
}
