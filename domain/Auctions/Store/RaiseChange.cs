using Auctions.Bus;
using Auctions.Raising;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>A raise, to be decided by the rules.</summary>
internal sealed class RaiseChange(AuctionRaiseCommand command)
    : DecidedChange(command.Auction, command.CommandId, command.Bidder, Wishes.Of(command))
{
    public override DateTimeOffset At => command.ReceivedAt;

    protected override DecisionRecord Asked(DecisionRecord record, in Decision decision) => record with
    {
        Kind = AskedKind.Raise,
        Limit = Money.Plain(command.Limit),
        IsMaximum = command.Maximum is not null,
    };

    protected override AuctionHead? Decide(AuctionHead? head)
    {
        if (head is null)
            return Undecided(head, Outcome.Rejected(Rejections.UnknownAuction));

        // The terms never change, so this answer needs no record to stay the same.
        if (Money.Problem(command.Limit, head.State.Decimals) is { } problem)
            return Undecided(head, Outcome.Invalid([new(command.LimitField, $"{problem} in {head.State.Terms.Currency}")]));

        var raise = new Raise(command.CommandId, command.Bidder, command.Limit, command.Maximum is not null, command.ReceivedAt);
        return Decided(head, AuctionRules.Decide(head.State, raise));
    }
}
