using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// A change that a command makes. It is decided once: the decision is committed in the same write as its effect, and the
/// same command gets the same outcome ever after.
/// </summary>
/// <param name="auction">The auction's id.</param>
/// <param name="commandId">The command's id.</param>
/// <param name="command">The command.</param>
internal abstract class CommandChange(string auction, string commandId, IAuctionCommand command) : HeadChange<Outcome>
{
    private readonly string _fingerprint = command.Fingerprint;

    /// <inheritdoc/>
    public override DateTimeOffset At => command.ReceivedAt;

    /// <summary>The events of the decision where this change committed it; empty where it was committed before.</summary>
    public IReadOnlyList<ISequenced> Events { get; private set; } = [];

    /// <inheritdoc/>
    public override string? MarkerFor(AuctionHead head) =>
        head.SealedDecisions > 0 && head.FindDecision(commandId) is null ? AuctionKeys.Decision(auction, commandId) : null;

    /// <inheritdoc/>
    public override AuctionHead? Apply(AuctionHead? head, byte[]? marker)
    {
        var before = head?.FindDecision(commandId)
            ?? (marker is null ? null : HeadJson.Read<DecisionRecord>(AuctionKeys.Decision(auction, commandId), marker));
        return before is null ? Decide(head) : Undecided(head, before.OutcomeFor(_fingerprint));
    }

    /// <summary>Decides, and returns what <see cref="Decided"/> or <see cref="Undecided"/> returns.</summary>
    protected abstract AuctionHead? Decide(AuctionHead? head);

    /// <summary>Completes the record by what the command asks for, so that <see cref="Replay"/> can decide it again.</summary>
    protected abstract DecisionRecord Asked(DecisionRecord record, in Decision decision);

    /// <summary>Answers without a change of the head.</summary>
    protected AuctionHead? Undecided(AuctionHead? head, Outcome outcome)
    {
        (Noted, Events) = (outcome, []);
        return head;
    }

    /// <summary>Answers with a decision, and returns the head that holds it.</summary>
    protected AuctionHead Decided(AuctionHead head, in Decision decision)
    {
        var record = Asked(new DecisionRecord(commandId, command.Sender, _fingerprint, decision.Seq, decision.Reason) { At = At }, decision);
        (Noted, Events) = (record.OutcomeFor(_fingerprint), decision.Events);
        return head.After(decision) with { Decisions = head.Decisions.Add(record) };
    }
}
