using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_the_auctioneer_acts
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Bidden _lot = new();

    [Fact]
    public void A_paused_auction_takes_no_raise_and_keeps_its_time()
    {
        var left = _lot.State.ClosesAt - (_lot.Now += 10 * Minute);
        _lot.Do(Auctioneer.Pause);
        Assert.Equal(Rejections.Paused, _lot.Bid("ann", 10).Reason);
        Assert.Empty(_lot.Do((state, _) => AuctionRules.Close(state, state.ClosesAt + Minute)).Events);

        _lot.Now += TimeSpan.FromHours(5);
        _lot.Do(Auctioneer.Resume);

        Assert.Equal(_lot.Now + left, _lot.State.ClosesAt);
        Assert.Equal(["paused", "resumed"], _lot.Events.Select(happened => happened.Type));
        Assert.True(_lot.Bid("ann", 10).Accepted);
    }

    [Fact]
    public void Raises_are_judged_by_whether_they_were_received_in_the_pause()
    {
        _lot.Now += Minute;
        _lot.Do(Auctioneer.Pause);
        _lot.Now -= TimeSpan.FromTicks(1);
        Assert.True(_lot.Bid("ann", 10).Accepted);
        _lot.Now += Minute;
        _lot.Do(Auctioneer.Resume);
        _lot.Now -= TimeSpan.FromTicks(1);
        Assert.Equal(Rejections.Paused, _lot.Bid("bob", 20).Reason);
        _lot.Now += TimeSpan.FromTicks(1);
        Assert.True(_lot.Bid("bob", 20).Accepted);
    }

    [Fact]
    public void A_pause_does_not_use_up_what_the_close_may_move()
    {
        var lot = new Bidden(House.Terms(startingPrice: 10) with { SoftClose = new(Minute, Minute, Minute) });
        lot.Now = lot.State.ClosesAt - Minute;
        lot.Do(Auctioneer.Pause);
        lot.Now += TimeSpan.FromHours(1);
        lot.Do(Auctioneer.Resume);
        lot.Now = lot.State.ClosesAt - TimeSpan.FromSeconds(1);
        lot.Bid("ann", 10);

        Assert.Equal(lot.Now + Minute, lot.State.ClosesAt);
    }

    [Fact]
    public void A_paused_auction_is_hammered_also_where_no_time_is_left_to_it()
    {
        // The second pause was received before the hammer and is worked off after it.
        _lot.Do(Auctioneer.Pause);
        var hammered = _lot.Now += 2 * Minute;
        _lot.Do(Auctioneer.Hammer);
        _lot.Now -= Minute;
        Assert.True(_lot.Do(Auctioneer.Pause).Accepted);
        _lot.Now = hammered + Minute;

        Assert.True(_lot.Do(Auctioneer.Hammer).Accepted);
        Assert.Equal((AuctionStatus.Open, _lot.Now), (_lot.State.Status, _lot.State.ClosesAt));
        Assert.Equal(Rejections.Closed, _lot.Do(Auctioneer.Hammer).Reason);
    }

    [Fact]
    public void What_is_not_paused_is_not_resumed_and_what_is_paused_is_not_paused_again()
    {
        Assert.Equal(Rejections.NotPaused, _lot.Do(Auctioneer.Resume).Reason);
        _lot.Do(Auctioneer.Pause);
        Assert.Equal(Rejections.Paused, _lot.Do(Auctioneer.Pause).Reason);
    }

    [Fact]
    public void Cancelled_it_is_over_and_nobody_has_won()
    {
        _lot.Bid("ann", 10);
        _lot.Do(Auctioneer.Cancel);

        Assert.Equal((AuctionStatus.Cancelled, null), (_lot.State.Status, _lot.State.Winner));
        Assert.Equal(Rejections.Closed, _lot.Bid("bob", 20).Reason);
        Assert.All(
            new Func<AuctionState, DateTimeOffset, Decision>[] { Auctioneer.Pause, Auctioneer.Resume, Auctioneer.Cancel, Auctioneer.Hammer, (state, at) => Auctioneer.ChangeIncrement(state, 5, at) },
            act => Assert.Equal(Rejections.Closed, _lot.Do(act).Reason));
    }

    [Fact]
    public void The_hammer_closes_now_and_counts_what_was_received_before()
    {
        _lot.Bid("ann", 10);
        _lot.Now += Minute;
        _lot.Do(Auctioneer.Hammer);
        Assert.Equal(Rejections.Closed, _lot.Bid("bob", 20).Reason);
        _lot.Now -= TimeSpan.FromTicks(1);
        Assert.True(_lot.Bid("bob", 20).Accepted);

        _lot.Do((state, _) => AuctionRules.Close(state, state.ClosesAt + AuctionRules.ClosingGrace));
        Assert.Equal(new AuctionClosedEvent("a", 5, House.Noon + Minute, true, "bob", 20), _lot.Events[^1]);
    }

    [Fact]
    public void Another_increment_holds_until_the_next_band()
    {
        var lot = new Bidden(House.Terms(startingPrice: 10, increments: [new(0, 1), new(100, 10)]));
        lot.Bid("ann", 10);
        var changed = Assert.IsType<IncrementChangedEvent>(Assert.Single(lot.Do((state, at) => Auctioneer.ChangeIncrement(state, 5, at)).Events));

        Assert.Equal((5, 100m, 15), (changed.Step, changed.Until, changed.NextMinimum));
        Assert.Equal(Rejections.TooLow, lot.Bid("bob", 14).Reason);
        lot.Bid("bob", 99);
        Assert.Equal(104, lot.State.NextMinimum);
        lot.Bid("ann", 104);
        Assert.Equal(114, lot.State.NextMinimum);
    }

    [Fact]
    public void A_voided_bid_leaves_what_the_others_come_to_without_it()
    {
        var trail = new List<DecisionRecord>();
        Record(trail, "c1", "ann", 30, true, _lot.UpTo("ann", 30));
        Record(trail, "c2", "bob", 500, false, _lot.Bid("bob", 500));
        Record(trail, "c3", "cid", 600, true, _lot.UpTo("cid", 600));
        Assert.Equal(("cid", 501), _lot.Leads);

        var bobs = trail[1].Seq!.Value;
        var decision = _lot.Do((state, at) => Replay.Void(state, trail, bobs, "a nought too many", at));

        Assert.Equal(("cid", 31), _lot.Leads);
        Assert.Equal(600, _lot.State.LeaderLimit);
        var voided = Assert.IsType<BidVoidedEvent>(Assert.Single(decision.Events));
        Assert.Equal((bobs, "a nought too many", 31m, "cid", 2), (voided.Bid, voided.Reason, voided.Price, voided.Leader!, voided.Bids));
    }

    [Fact]
    public void Who_was_rejected_stays_rejected_when_a_bid_is_voided()
    {
        var trail = new List<DecisionRecord>();
        Record(trail, "c1", "ann", 10, false, _lot.Bid("ann", 10));
        Record(trail, "c2", "bob", 100, false, _lot.Bid("bob", 100));
        Record(trail, "c3", "cid", 50, false, _lot.Bid("cid", 50));

        _lot.Do((state, at) => Replay.Void(state, trail, trail[1].Seq!.Value, "why", at));

        Assert.Equal(("ann", 10), _lot.Leads);
    }

    [Fact]
    public void What_is_no_bid_or_voided_already_is_not_voided()
    {
        var trail = new List<DecisionRecord>();
        Record(trail, "c1", "ann", 10, false, _lot.Bid("ann", 10));
        Assert.Equal(Rejections.UnknownBid, Replay.Void(_lot.State, trail, 1, "why", _lot.Now).Reason);

        trail.Add(new("c2", "ada", "", null, null) { Kind = DecisionKind.Void, Bid = trail[0].Seq });
        Assert.Equal(Rejections.UnknownBid, Replay.Void(_lot.State, trail, trail[0].Seq!.Value, "why", _lot.Now).Reason);
    }

    private static void Record(List<DecisionRecord> trail, string command, string bidder, decimal limit, bool isMaximum, in Decision decision) =>
        trail.Add(new(command, bidder, "", decision.Seq, decision.Reason) { Kind = DecisionKind.Raise, Limit = limit, IsMaximum = isMaximum });
}
