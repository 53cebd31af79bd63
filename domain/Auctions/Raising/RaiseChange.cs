using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>The change that a raise makes, as the rules decide it.</summary>
internal sealed class RaiseChange(AuctionRaiseCommand command) : CommandChange(command.Auction, command.CommandId, command)
{
    protected override DecisionRecord WithContent(DecisionRecord record, in Decision decision) => record with
    {
        Kind = DecisionKind.Raise,
        Limit = Money.Plain(command.Limit),
        IsMaximum = command.Maximum is not null,
    };

    protected override AuctionHead? Decide(AuctionHead? head)
    {
        if (head is null)
            return Unchanged(head, Outcome.Rejected(Rejections.UnknownAuction));
        // The currency never changes, so the answer stays the same and needs no record.
        if (Money.Problem(command.Limit, head.State.Decimals) is { } problem)
            return Unchanged(head, Outcome.Invalid([new(command.LimitField, $"{problem} in {head.State.Terms.Currency}")]));
        var raise = new Raise(command.CommandId, command.Bidder, command.Limit, command.Maximum is not null, command.ReceivedAt);
        return Decided(head, AuctionRules.Decide(head.State, raise));
    }
}
