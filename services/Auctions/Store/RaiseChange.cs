using Auctions.Bus;
using Auctions.Raising;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>A raise, to be decided by the rules.</summary>
internal sealed class RaiseChange(AuctionRaiseCommand command)
    : DecidedChange(command.Auction, command.CommandId, command.Bidder, Wishes.Of(command))
{
    public override DateTimeOffset At => command.ReceivedAt;

    protected override AuctionHead? Decide(AuctionHead? head)
    {
        if (head is null)
            return Undecided(head, Outcome.Rejected(Rejections.UnknownAuction));

        // The terms never change, so this answer needs no record to stay the same.
        if (Money.Problem(command.Amount, head.State.Decimals) is { } problem)
            return Undecided(head, Outcome.Invalid([new("amount", $"{problem} in {head.State.Terms.Currency}")]));

        var raise = new Raise(command.CommandId, command.Bidder, command.Amount, command.ReceivedAt);
        return Decided(head, AuctionRules.Decide(head.State, raise));
    }
}
