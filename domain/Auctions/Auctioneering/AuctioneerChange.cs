using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Auctioneering;

/// <summary>The change that an auctioneer's action makes, as the rules decide it.</summary>
/// <param name="command">The command.</param>
/// <param name="sealedTrail">For a voiding, the sealed part of the audit trail, which precedes the head; empty otherwise.</param>
internal sealed class AuctioneerChange(AuctioneerCommand command, IReadOnlyList<DecisionRecord> sealedTrail)
    : CommandChange(command.Auction, command.CommandId, command)
{
    /// <summary>
    /// Whether the head has sealed another number of decisions than <c>sealedTrail</c> holds. The change then decides nothing,
    /// and the caller reads the trail again.
    /// </summary>
    public bool IsTrailOutdated { get; private set; }

    protected override DecisionRecord WithContent(DecisionRecord record, in Decision decision) => record with
    {
        Kind = command.Action,
        Limit = command.Step is { } step ? Money.Plain(step) : null,
        Until = command.Action == DecisionKind.Increment ? decision.State.StepOverride?.Until : null,
        Bid = command.Bid,
        Why = command.Why,
    };

    protected override AuctionHead? Decide(AuctionHead? head)
    {
        if (head is null)
            return Unchanged(head, Outcome.Rejected(Rejections.UnknownAuction));
        if (command.Step is { } step && Money.Problem(step, head.State.Decimals) is { } problem)
            return Unchanged(head, Outcome.Invalid([new("step", $"{problem} in {head.State.Terms.Currency}")]));
        IsTrailOutdated = command.Action == DecisionKind.Void && head.SealedDecisions != sealedTrail.Count;
        return IsTrailOutdated ? Unchanged(head, Outcome.Failed("trail-outdated")) : Decided(head, Decision(head));
    }

    private Decision Decision(AuctionHead head) => command.Action switch
    {
        DecisionKind.Pause => Auctioneer.Pause(head.State, command.ReceivedAt),
        DecisionKind.Resume => Auctioneer.Resume(head.State, command.ReceivedAt),
        DecisionKind.Cancel => Auctioneer.Cancel(head.State, command.ReceivedAt),
        DecisionKind.Hammer => Auctioneer.Hammer(head.State, command.ReceivedAt),
        DecisionKind.Increment => Auctioneer.ChangeIncrement(head.State, command.Step!.Value, command.ReceivedAt),
        DecisionKind.Void =>
            Replay.Void(head.State, [.. sealedTrail, .. head.Decisions], command.Bid!.Value, command.Why!, command.ReceivedAt),
        _ => throw new InvalidOperationException($"{command.Action} is no action of an auctioneer; {command.CommandId} was not validated."),
    };
}
