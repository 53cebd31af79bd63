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

    public override string? MarkerFor(AuctionHead head) =>
        head.SealedParticipants > 0 && !head.Participants.Contains(command.Bidder)
            ? AuctionKeys.Participant(command.Auction, command.Bidder)
            : null;

    public override AuctionHead? Apply(AuctionHead? head, byte[]? marker)
    {
        PendingAnswer = head is null ? Result.UnknownAuction : Result.Participant;
        if (head is null || marker is not null || head.Participants.Contains(command.Bidder))
            return head;
        if (!AuctionRules.MayParticipate(head.State, command.Bidder, command.ReceivedAt)
            || Money.Problem(command.Limit, head.State.Decimals) is not null)
        {
            PendingAnswer = Result.NoParticipant;
            return head;
        }

        return head with
        {
            State = head.State with { Participants = head.State.Participants + 1 },
            Participants = head.Participants.Add(command.Bidder),
            Decisions = head.Decisions.Add(DecisionRecord.Joined(command.Bidder, command.ReceivedAt)),
        };
    }
}
