using Auctions.Bus;
using Auctions.Lifetime;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>An auction to be made.</summary>
internal sealed class CreateChange(OpenAuctionCommand command)
    : DecidedChange(command.Auction, command.CommandId, command.Seller, Wishes.Of(command))
{
    public override DateTimeOffset At => command.ReceivedAt;

    protected override DecisionRecord Asked(DecisionRecord record, in Decision decision) => record with { Kind = AskedKind.Create };

    protected override AuctionHead? Decide(AuctionHead? head)
    {
        // The auction is there, and another command made it.
        if (head is not null)
            return Undecided(head, Outcome.Rejected(Rejections.IdempotencyKeyReused));

        var made = AuctionRules.Create(command.Auction, command.Seller, command.Terms, command.ReceivedAt);
        var created = new AuctionHead { State = made.State }.Append(made.State, made.Events);
        return Decided(created, made);
    }
}
