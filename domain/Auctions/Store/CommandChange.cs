using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// A change that a command makes. A command is decided once: the decision is committed in the same write as its effect, and the
/// same command gets the same outcome from then on.
/// </summary>
/// <param name="auction">The auction's id.</param>
/// <param name="commandId">The command's id.</param>
/// <param name="command">The command.</param>
internal abstract class CommandChange(string auction, string commandId, IAuctionCommand command) : HeadChange<Outcome>
{
    private readonly string _fingerprint = command.Fingerprint;

    /// <inheritdoc/>
    public override DateTimeOffset At => command.ReceivedAt;

    /// <summary>The events of the decision; empty where the command was decided before this change.</summary>
    public IReadOnlyList<ISequenced> Events { get; private set; } = [];

    /// <inheritdoc/>
    public override string? MarkerFor(AuctionHead head) =>
        head.SealedDecisions > 0 && head.FindDecision(commandId) is null ? AuctionKeys.Decision(auction, commandId) : null;

    /// <inheritdoc/>
    public override AuctionHead? Apply(AuctionHead? head, byte[]? marker)
    {
        var before = head?.FindDecision(commandId)
            ?? (marker is null ? null : HeadJson.Read<DecisionRecord>(AuctionKeys.Decision(auction, commandId), marker));
        return before is null ? Decide(head) : Unchanged(head, before.OutcomeFor(_fingerprint));
    }

    /// <summary>Decides the command, and returns the head from <see cref="Decided"/> or <see cref="Unchanged"/>.</summary>
    protected abstract AuctionHead? Decide(AuctionHead? head);

    /// <summary>Adds the content of the command to the record, so that <see cref="Replay"/> can decide the command again.</summary>
    protected abstract DecisionRecord WithContent(DecisionRecord record, in Decision decision);

    /// <summary>Sets the answer and leaves the head unchanged.</summary>
    protected AuctionHead? Unchanged(AuctionHead? head, Outcome outcome)
    {
        (PendingAnswer, Events) = (outcome, []);
        return head;
    }

    /// <summary>Sets the answer to a decision, and returns the head that contains it.</summary>
    protected AuctionHead Decided(AuctionHead head, in Decision decision)
    {
        var record = WithContent(new DecisionRecord(commandId, command.Sender, _fingerprint, decision.Seq, decision.Reason) { At = At }, decision);
        (PendingAnswer, Events) = (record.OutcomeFor(_fingerprint), decision.Events);
        return head.After(decision) with { Decisions = head.Decisions.Add(record) };
    }
}
