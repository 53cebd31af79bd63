using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>A change by a command: decided once, and answered alike ever after.</summary>
internal abstract class DecidedChange(string auction, string command, string user, string wish) : AnsweredChange<CommitAnswer>
{
    protected string Auction => auction;

    public override string? MarkerFor(AuctionHead head) =>
        head.SealedDecisions > 0 && head.FindDecision(command) is null ? AuctionKeys.Decision(auction, command) : null;

    public override AuctionHead? Apply(AuctionHead? head, byte[]? marker)
    {
        var before = head?.FindDecision(command)
            ?? (marker is null ? null : HeadJson.Read<DecisionRecord>(AuctionKeys.Decision(auction, command), marker));
        if (before is null)
            return Decide(head);

        Noted = new(before.OutcomeFor(wish), []);
        return head;
    }

    /// <summary>Decides: notes the answer and returns the head, changed by <see cref="Decided"/> where it is to be kept.</summary>
    protected abstract AuctionHead? Decide(AuctionHead? head);

    /// <summary>The answer without a change of the head.</summary>
    protected AuctionHead? Undecided(AuctionHead? head, Outcome outcome)
    {
        Noted = new(outcome, []);
        return head;
    }

    /// <summary>Writes down what was asked for, so that it can be decided again (<see cref="Replay"/>).</summary>
    protected abstract DecisionRecord Asked(DecisionRecord record, in Decision decision);

    /// <summary>The head with the decision in it.</summary>
    protected AuctionHead Decided(AuctionHead head, in Decision decision)
    {
        var record = Asked(new DecisionRecord(command, user, wish, decision.Seq, decision.Reason) { At = At }, decision);
        Noted = new(record.OutcomeFor(wish), decision.Events);
        return head.After(decision) with { Decisions = head.Decisions.Add(record) };
    }
}
