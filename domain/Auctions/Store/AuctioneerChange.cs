using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>Something that the auctioneer wants, to be decided by the rules.</summary>
/// <param name="command">The command.</param>
/// <param name="sealedTrail">For a voiding, the audit trail that is sealed away before the head; empty otherwise.</param>
internal sealed class AuctioneerChange(AuctioneerCommand command, IReadOnlyList<DecisionRecord> sealedTrail)
    : DecidedChange(command.Auction, command.CommandId, command.User, Wishes.Of(command))
{
    public override DateTimeOffset At => command.ReceivedAt;

    /// <summary>Whether more was sealed away meanwhile than was read: nothing was decided, and it has to be read again.</summary>
    public bool IsOutrun { get; private set; }

    protected override DecisionRecord Asked(DecisionRecord record, in Decision decision) => record with
    {
        Kind = Enum.Parse<AskedKind>(command.Wish.ToString()),
        Limit = command.Step is { } step ? Money.Plain(step) : null,
        Until = command.Wish == AuctioneerWish.Increment ? decision.State.StepOverride?.Until : null,
        Bid = command.Bid,
        Why = command.Why,
    };

    protected override AuctionHead? Decide(AuctionHead? head)
    {
        if (head is null)
            return Undecided(head, Outcome.Rejected(Rejections.UnknownAuction));
        if (command.Step is { } step && Money.Problem(step, head.State.Decimals) is { } problem)
            return Undecided(head, Outcome.Invalid([new("step", $"{problem} in {head.State.Terms.Currency}")]));

        IsOutrun = command.Wish == AuctioneerWish.Void && head.SealedDecisions != sealedTrail.Count;
        return IsOutrun ? Undecided(head, Outcome.Failed("outrun")) : Decided(head, Decision(head));
    }

    private Decision Decision(AuctionHead head) => command.Wish switch
    {
        AuctioneerWish.Pause => Auctioneer.Pause(head.State, command.ReceivedAt),
        AuctioneerWish.Resume => Auctioneer.Resume(head.State, command.ReceivedAt),
        AuctioneerWish.Cancel => Auctioneer.Cancel(head.State, command.ReceivedAt),
        AuctioneerWish.Hammer => Auctioneer.Hammer(head.State, command.ReceivedAt),
        AuctioneerWish.Increment => Auctioneer.ChangeIncrement(head.State, command.Step!.Value, command.ReceivedAt),
        _ => Replay.Void(head.State, [.. sealedTrail, .. head.Decisions], command.Bid!.Value, command.Why!, command.ReceivedAt),
    };
}
