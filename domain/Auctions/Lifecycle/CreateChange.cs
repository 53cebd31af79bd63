using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifecycle;

/// <summary>The change that creates an auction's head.</summary>
internal sealed class CreateChange(OpenAuctionCommand command) : CommandChange(command.Auction, command.CommandId, command)
{
    protected override DecisionRecord WithContent(DecisionRecord record, in Decision decision) => record with { Kind = DecisionKind.Create };

    protected override AuctionHead? Decide(AuctionHead? head)
    {
        // Another command created the auction: the same command would have found its decision.
        if (head is not null)
            return Unchanged(head, Outcome.Rejected(Rejections.IdempotencyKeyReused));
        var created = AuctionRules.Create(command.Auction, command.Seller, command.Terms, command.ReceivedAt);
        return Decided(new AuctionHead { State = created.State }.Append(created.State, created.Events), created);
    }
}
