using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>
/// The change that decides a command and, in the same commit, every pending command that was received before it. A command that
/// was decided before gets the same outcome again.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="sealedTrail">For a voiding, the sealed part of the audit trail, which precedes the head; empty otherwise.</param>
/// <param name="outages">The rule of the house with the outages; null where they are not read.</param>
/// <param name="time">The clock, which says only whether the end of the auction may still move.</param>
internal sealed class DecideChange(
    IOrderedCommand command, IReadOnlyList<DecisionRecord> sealedTrail, OutageRule? outages, TimeProvider time) : HeadChange<Outcome>
{
    private readonly DecisionRecord _request = command.Request;

    /// <inheritdoc/>
    public override DateTimeOffset At => command.ReceivedAt;

    /// <summary>The events of the decisions that this change made.</summary>
    public IReadOnlyList<ISequenced> Events { get; private set; } = [];

    /// <summary>When to try again, because the auction's end may still move; null where the command is decided.</summary>
    public DateTimeOffset? WaitsUntil { get; private set; }

    /// <summary>
    /// Whether the head has sealed another number of decisions than <c>sealedTrail</c> holds. The change then decides nothing,
    /// and the caller reads the trail again.
    /// </summary>
    public bool IsTrailOutdated { get; private set; }

    /// <summary>
    /// Whether the outages must be read first, because the command was received after an end that an outage may have moved. The
    /// change then decides nothing.
    /// </summary>
    public bool NeedsOutages { get; private set; }

    /// <inheritdoc/>
    public override IEnumerable<string> MarkersFor(AuctionHead head) =>
        CommandOrder.DecisionMarker(head, command.CommandId).Concat(PendingCommands.ParticipantMarkers(head, _request));

    /// <inheritdoc/>
    public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers)
    {
        (Events, WaitsUntil, IsTrailOutdated, NeedsOutages) = ([], null, false, false);
        if (head is null)
            return Unchanged(head, Outcome.Rejected(Rejections.UnknownAuction));
        if (CommandOrder.DecisionAbout(head, command.CommandId, markers) is { } before)
            return Unchanged(head, before.OutcomeFor(_request.Fingerprint));
        if (head.FindPending(command.CommandId) is { } pending && pending.Fingerprint != _request.Fingerprint)
            return Unchanged(head, Outcome.Rejected(Rejections.IdempotencyKeyReused));
        // The currency never changes, so the answer stays the same and needs no record.
        if (_request.Limit is { } limit && Money.Problem(limit, head.State.Decimals) is { } problem)
            return Unchanged(head, Outcome.Invalid([new(command.LimitField, $"{problem} in {head.State.Terms.Currency}")]));
        IsTrailOutdated = _request.Kind == DecisionKind.Void && head.SealedDecisions != sealedTrail.Count;
        NeedsOutages = outages is null && OutageDecisions.Matter(head.State, _request.At);
        return IsTrailOutdated || NeedsOutages ? Unchanged(head, Outcome.Pending()) : Decide(head, markers);
    }

    private AuctionHead Decide(AuctionHead head, IReadOnlyDictionary<string, byte[]> markers)
    {
        // A command that runs inline is not accepted before, and a workflow of an earlier build may not be.
        var accepted = head.FindPending(command.CommandId) is null ? head.WithPending(_request) : head;
        var now = time.GetUtcNow();
        var (made, before) = outages is null ? (accepted, []) : OutageDecisions.MakeUp(accepted, outages, now, markers);
        var (after, events, waitsUntil) = PendingCommands.Settle(made, _request.At, now, markers);
        if (waitsUntil is not null)
        {
            // The others are left to their own steps, whose events would otherwise wait for this one.
            WaitsUntil = waitsUntil;
            return Unchanged(accepted, Outcome.Pending())!;
        }

        var all = before.Concat(events).ToList();
        if (_request.Kind == DecisionKind.Void)
            after = PendingCommands.Decided(
                after, _request,
                Replay.Void(after.State, [.. sealedTrail, .. after.Decisions], _request.Bid!.Value, _request.Why!, _request.At), all);
        Events = all;
        PendingAnswer = after.FindDecision(command.CommandId)!.OutcomeFor(_request.Fingerprint);
        return after;
    }

    private AuctionHead? Unchanged(AuctionHead? head, Outcome outcome)
    {
        PendingAnswer = outcome;
        return head;
    }
}
