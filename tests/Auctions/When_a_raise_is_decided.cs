using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_a_raise_is_decided
{
    private static readonly DateTimeOffset Noon = House.Noon;

    private static AuctionState Open { get; } =
        AuctionRules.Create("a", "sam", House.Terms(increments: [new(0, 1), new(20, 5)]), Noon).State;

    [Fact]
    public void The_starting_price_is_enough_for_the_first_and_a_cent_less_is_not()
    {
        Assert.Equal(Rejections.TooLow, Decide(Open, "ann", 9.99m).Reason);
        Assert.True(Decide(Open, "ann", 10m).Accepted);
    }

    [Fact]
    public void The_step_is_that_of_the_band_of_the_leading_price()
    {
        var at19 = Decide(Open, "ann", 19.99m).State;
        Assert.Equal(20.99m, at19.NextMinimum);

        var at20 = Decide(Open, "ann", 20m).State;
        Assert.Equal(25m, at20.NextMinimum);
        Assert.Equal(Rejections.TooLow, Decide(at20, "bob", 24.99m).Reason);
        Assert.True(Decide(at20, "bob", 25m).Accepted);
    }

    [Fact]
    public void The_event_says_what_changed_and_who_was_outbid()
    {
        var led = Decide(Open, "ann", 10m).State;
        var raised = Assert.IsType<AuctionRaisedEvent>(Assert.Single(Decide(led, "bob", 15.50m).Events));
        Assert.Equal(
            new AuctionRaisedEvent("a", 3, 15.5m, "bob", "ann", 2, 0, 16.5m, true, Open.ClosesAt, Noon, "c-bob"), raised);
    }

    [Fact]
    public void The_seller_and_the_leader_are_turned_away()
    {
        Assert.Equal(Rejections.OwnAuction, Decide(Open, "sam", 100).Reason);
        Assert.Equal(Rejections.AlreadyLeading, Decide(Decide(Open, "ann", 10).State, "ann", 100).Reason);
    }

    [Fact]
    public void The_close_itself_is_late_and_the_instant_before_it_is_not()
    {
        Assert.True(Decide(Open, "ann", 10, Open.ClosesAt - TimeSpan.FromTicks(1)).Accepted);
        Assert.Equal(Rejections.Closed, Decide(Open, "ann", 10, Open.ClosesAt).Reason);
    }

    [Fact]
    public void The_opening_itself_is_in_time_and_opens_the_auction()
    {
        var scheduled = AuctionRules.Create("a", "sam", House.Terms(opensIn: TimeSpan.FromMinutes(1)), Noon).State;
        Assert.Equal(AuctionStatus.Scheduled, scheduled.Status);
        Assert.Equal(Rejections.NotOpen, Decide(scheduled, "ann", 10, scheduled.OpensAt - TimeSpan.FromTicks(1)).Reason);

        var decision = Decide(scheduled, "ann", 10, scheduled.OpensAt);
        Assert.Equal(["opened 1", "raised 2"], decision.Events.Select(happened => $"{happened.Type} {happened.Seq}"));
    }

    [Fact]
    public void A_rejected_raise_opens_an_auction_that_is_due_all_the_same()
    {
        var scheduled = AuctionRules.Create("a", "sam", House.Terms(opensIn: TimeSpan.FromMinutes(1)), Noon).State;
        var decision = Decide(scheduled, "ann", 1, scheduled.OpensAt);
        Assert.Equal(Rejections.TooLow, decision.Reason);
        Assert.Equal(AuctionStatus.Open, decision.State.Status);
        Assert.IsType<AuctionOpenedEvent>(Assert.Single(decision.Events));
    }

    [Fact]
    public void One_in_time_is_late_once_the_closing_is_committed()
    {
        var closed = AuctionRules.Close(Open, Open.ClosesAt + AuctionRules.ClosingGrace).State;
        Assert.Equal(Rejections.Closed, Decide(closed, "ann", 10, Noon).Reason);
    }

    [Fact]
    public void The_closing_waits_for_its_grace_and_names_the_leader_as_winner()
    {
        var led = Decide(Open, "ann", 10).State;
        Assert.Empty(AuctionRules.Close(led, led.ClosesAt + AuctionRules.ClosingGrace - TimeSpan.FromTicks(1)).Events);

        var (closed, events, _, _) = AuctionRules.Close(led, led.ClosesAt + AuctionRules.ClosingGrace);
        Assert.Equal("ann", closed.Winner);
        Assert.Equal([new AuctionClosedEvent("a", 3, led.ClosesAt, true, "ann", 10)], events);
        Assert.Empty(AuctionRules.Close(closed, DateTimeOffset.MaxValue).Events);
    }

    [Fact]
    public void An_auction_without_a_bid_is_not_sold()
    {
        var closed = Assert.IsType<AuctionClosedEvent>(
            Assert.Single(AuctionRules.Close(Open, Open.ClosesAt + AuctionRules.ClosingGrace).Events));
        Assert.False(closed.Sold);
        Assert.Null(closed.Winner);
    }

    [Fact]
    public void The_largest_amount_leads_and_nothing_overflows()
    {
        var led = Decide(Open, "ann", Money.Limit).State;
        Assert.Equal(Money.Limit + 5, led.NextMinimum);
        Assert.Equal(Rejections.TooLow, Decide(led, "bob", Money.Limit).Reason);
    }

    private static Decision Decide(AuctionState state, string bidder, decimal amount, DateTimeOffset? at = null) =>
        AuctionRules.Decide(state, new Raise($"c-{bidder}", bidder, amount, false, at ?? Noon));
}
