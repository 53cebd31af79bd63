using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_the_house_bids
{
    private readonly Bidden _lot = new();

    [Fact]
    public void A_first_maximum_bids_no_more_than_the_start()
    {
        _lot.UpTo("ann", 100);

        Assert.Equal(("ann", 10), _lot.Leads);
    }

    [Fact]
    public void A_challenger_below_the_maximum_is_answered_by_one_increment_with_a_second_bid()
    {
        _lot.UpTo("ann", 100);
        var decision = _lot.Bid("bob", 50);

        var bids = decision.Events.Cast<AuctionRaisedEvent>().ToList();
        Assert.Equal([("bob", 50m, false, null), ("ann", 51m, true, "bob")], bids.Select(bid => (bid.Leader, bid.Price, bid.Automatic, bid.Outbid)));
        Assert.Equal(bids[0].Seq, decision.Seq);
        Assert.Equal(("ann", 51), _lot.Leads);
        Assert.Equal(3, _lot.State.Bids);
    }

    [Fact]
    public void It_never_bids_more_than_the_maximum()
    {
        _lot.UpTo("ann", 50.40m);
        _lot.Bid("bob", 50);

        Assert.Equal(("ann", 50.40m), _lot.Leads);
    }

    [Fact]
    public void A_manual_bid_equal_to_the_maximum_loses_to_it()
    {
        _lot.UpTo("ann", 50);
        _lot.Bid("bob", 50);

        Assert.Equal(("ann", 50), _lot.Leads);
    }

    [Fact]
    public void Of_equal_maxima_the_earlier_one_leads()
    {
        _lot.UpTo("ann", 50);
        _lot.UpTo("bob", 50);

        Assert.Equal(("ann", 50), _lot.Leads);
    }

    [Fact]
    public void A_higher_maximum_leads_by_one_increment_above_the_other()
    {
        _lot.UpTo("ann", 50);
        var decision = _lot.UpTo("bob", 100);

        Assert.Equal(("bob", 51), _lot.Leads);
        Assert.Equal("ann", Assert.IsType<AuctionRaisedEvent>(Assert.Single(decision.Events)).Outbid);
    }

    [Fact]
    public void A_higher_maximum_leads_by_less_than_an_increment_where_there_is_no_more()
    {
        _lot.UpTo("ann", 50);
        _lot.UpTo("bob", 50.01m);

        Assert.Equal(("bob", 50.01m), _lot.Leads);
    }

    [Fact]
    public void A_manual_bid_above_the_maximum_is_bid_whole()
    {
        _lot.UpTo("ann", 50);
        _lot.Bid("bob", 80);

        Assert.Equal(("bob", 80), _lot.Leads);
    }

    [Fact]
    public void The_leader_may_change_the_maximum_and_nobody_sees_it()
    {
        _lot.UpTo("ann", 50);
        _lot.Bid("bob", 20);
        var seq = _lot.State.Seq;

        foreach (var maximum in new[] { 90m, 30m, 21m })
        {
            var decision = _lot.UpTo("ann", maximum);
            Assert.True(decision.Accepted);
            Assert.Empty(decision.Events);
        }

        Assert.Equal(("ann", 21), _lot.Leads);
        Assert.Equal(seq, _lot.State.Seq);
        _lot.Bid("bob", 22);
        Assert.Equal(("bob", 22), _lot.Leads);
    }

    [Fact]
    public void The_leader_s_maximum_may_not_be_below_the_price()
    {
        _lot.UpTo("ann", 50);
        _lot.Bid("bob", 20);

        Assert.Equal(Rejections.TooLow, _lot.UpTo("ann", 20.99m).Reason);
        Assert.Equal(Rejections.AlreadyLeading, _lot.Bid("ann", 40).Reason);
    }

    [Fact]
    public void A_maximum_below_the_next_minimum_is_too_low()
    {
        _lot.Bid("ann", 20);

        Assert.Equal(Rejections.TooLow, _lot.UpTo("bob", 20.99m).Reason);
    }

    [Fact]
    public void Nothing_that_is_told_has_the_maximum_in_it()
    {
        _lot.UpTo("ann", 77.31m);
        _lot.Bid("bob", 20);
        _lot.UpTo("ann", 88.43m);
        _lot.UpTo("cid", 33);

        Assert.All(_lot.Events, happened =>
        {
            var told = System.Text.Encoding.UTF8.GetString(EventJson.Write(happened));
            Assert.DoesNotContain("77.31", told, StringComparison.Ordinal);
            Assert.DoesNotContain("88.43", told, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("88.43", $"{_lot.State} {_lot.State.Terms}", StringComparison.Ordinal);
    }
}
