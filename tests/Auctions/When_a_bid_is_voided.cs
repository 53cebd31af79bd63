using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_a_bid_is_voided
{
    [Fact]
    public void The_rest_is_weighed_by_the_increment_as_it_was_announced()
    {
        var lot = new Bidden(House.Terms(startingPrice: 10, increments: [new(0, 1), new(100, 10), new(200, 20)]));
        var trail = new List<DecisionRecord>();
        Raised(trail, "ann", 150, lot.Bid("ann", 150));
        var changed = lot.Do((state, at) => Auctioneer.ChangeIncrement(state, 5, at));
        trail.Add(new("i", "sam", "", changed.Seq, null) { Kind = DecisionKind.Increment, Limit = 5, Until = changed.State.StepOverride!.Value.Until });
        Raised(trail, "bob", 160, lot.UpTo("bob", 160));
        Raised(trail, "cid", 170, lot.UpTo("cid", 170));

        lot.Do((state, at) => Replay.Void(state, trail, trail[0].Seq!.Value, "a mistake", at));

        // A step of 5 up to 200 was announced, so Cid leads by 5 above Bob's 160, and not by the table's 10.
        Assert.Equal(("cid", 165), lot.Leads);
    }

    [Fact]
    public void Who_bid_over_it_still_goes_as_far_and_pays_no_more_than_it_takes()
    {
        var lot = new Bidden();
        var trail = new List<DecisionRecord>();
        foreach (var (bidder, amount) in new[] { ("ann", 10m), ("bob", 20), ("ann", 30) })
            trail.Add(new($"c{trail.Count}", bidder, "", lot.Bid(bidder, amount).Seq, null) { Kind = DecisionKind.Raise, Limit = amount });

        lot.Do((state, at) => Replay.Void(state, trail, trail[1].Seq!.Value, "a mistake", at));
        Assert.Equal(("ann", 10), lot.Leads);
        lot.Bid("cid", 25);
        Assert.Equal(("ann", 26), lot.Leads);
    }

    [Fact]
    public void What_its_bidder_changed_its_maximum_to_goes_with_it()
    {
        var lot = new Bidden();
        var trail = new List<DecisionRecord>();
        Raised(trail, "bob", 50, lot.UpTo("bob", 50));
        Raised(trail, "cid", 60, lot.UpTo("cid", 60));
        Raised(trail, "cid", 90, lot.UpTo("cid", 90));

        lot.Do((state, at) => Replay.Void(state, trail, trail[1].Seq!.Value, "a mistake", at));

        Assert.Equal(("bob", 10), lot.Leads);
    }

    [Fact]
    public void A_bid_of_a_closed_auction_is_not_voided_whether_there_is_one_or_not()
    {
        var lot = new Bidden { Now = House.Noon + TimeSpan.FromDays(1) };

        Assert.Equal(Rejections.Closed, Replay.Void(lot.State, [], 2, "why", lot.Now).Reason);
    }

    private static void Raised(List<DecisionRecord> trail, string bidder, decimal limit, in Decision decision) =>
        trail.Add(new($"c{trail.Count}", bidder, "", decision.Seq, decision.Reason) { Kind = DecisionKind.Raise, Limit = limit, IsMaximum = bidder != "ann" });
}
