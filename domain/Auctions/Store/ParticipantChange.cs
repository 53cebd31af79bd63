using Auctions.Raising;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>Who raises becomes a participant. Nobody ever ceases to be one.</summary>
internal sealed class ParticipantChange(AuctionRaiseCommand command) : AnsweredChange<ParticipantAnswer>
{
    public override DateTimeOffset At => command.ReceivedAt;

    public override string? MarkerFor(AuctionHead head) =>
        head.SealedParticipants > 0 && !head.Participants.Contains(command.Bidder)
            ? AuctionKeys.Participant(command.Auction, command.Bidder)
            : null;

    public override AuctionHead? Apply(AuctionHead? head, byte[]? marker)
    {
        Noted = head is null ? ParticipantAnswer.UnknownAuction : ParticipantAnswer.Participant;
        if (head is null || marker is not null || head.Participants.Contains(command.Bidder))
            return head;

        if (!AuctionRules.MayParticipate(head.State, command.Bidder, command.ReceivedAt)
            || Money.Problem(command.Limit, head.State.Decimals) is not null)
        {
            Noted = ParticipantAnswer.NoParticipant;
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
