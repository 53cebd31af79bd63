using Auctions.Bus;
using Auctions.Events;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifecycle;

/// <summary>The change that creates an auction's head. The same command gets the same outcome from then on.</summary>
internal sealed class CreateChange(OpenAuctionCommand command) : HeadChange<Outcome>
{
    private readonly string _fingerprint = ((IAuctionCommand)command).Fingerprint;

    /// <inheritdoc/>
    public override DateTimeOffset At => command.ReceivedAt;

    /// <summary>The events of the creation; empty where the auction was created before this change.</summary>
    public IReadOnlyList<ISequenced> Events { get; private set; } = [];

    /// <inheritdoc/>
    public override IEnumerable<string> MarkersFor(AuctionHead head) => CommandOrder.DecisionMarker(head, command.CommandId);

    /// <inheritdoc/>
    public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers)
    {
        Events = [];
        if (head is not null)
        {
            // Without a decision about this command, another one created the auction.
            PendingAnswer = CommandOrder.DecisionAbout(head, command.CommandId, markers)?.OutcomeFor(_fingerprint)
                ?? Outcome.Rejected(Rejections.IdempotencyKeyReused);
            return head;
        }

        var created = AuctionRules.Create(command.Auction, command.Seller, command.Terms, command.ReceivedAt);
        var record = new DecisionRecord(command.CommandId, command.Seller, _fingerprint, created.Seq, null)
        {
            Kind = DecisionKind.Create,
            At = command.ReceivedAt,
        };
        (PendingAnswer, Events) = (record.OutcomeFor(_fingerprint), created.Events);
        return new AuctionHead { State = created.State, Decisions = [record] }.Append(created.State, created.Events);
    }
}
