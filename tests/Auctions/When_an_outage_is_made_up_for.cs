using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

/// <summary>The rule of the house for outages, without a store.</summary>
public sealed class When_an_outage_is_made_up_for
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Bidden _lot = new();

    [Fact]
    public void The_close_moves_by_the_length_of_the_outage()
    {
        // Two minutes are left when the house goes down for five.
        var outage = Outage(_lot.State.ClosesAt - 2 * Minute, 5 * Minute);
        var extended = Assert.IsType<AuctionExtendedEvent>(Assert.Single(MakeUp(OutagePolicy.Extend, outage).Events));

        Assert.Equal(outage.To + 2 * Minute, extended.ClosesAt);
        Assert.Equal((extended.ClosesAt, "outage", _lot.State.Seq), (_lot.State.ClosesAt, extended.Reason, extended.Seq));
        Assert.Null(Rule(OutagePolicy.Extend, outage).FindFor(_lot.State));
    }

    [Fact]
    public void Bidders_get_the_time_that_they_need_where_hardly_any_was_left()
    {
        var outage = Outage(_lot.State.ClosesAt - TimeSpan.FromSeconds(1), 5 * Minute);
        MakeUp(OutagePolicy.Extend, outage);

        Assert.Equal(outage.To + Minute, _lot.State.ClosesAt);
    }

    [Fact]
    public void What_opened_in_the_outage_is_open_as_long_as_planned()
    {
        var lot = new Bidden(House.Terms(opensIn: 10 * Minute, closesIn: 12 * Minute));
        var outage = Outage(House.Noon + Minute, 12 * Minute);
        lot.Do((state, _) => Rule(OutagePolicy.Extend, outage).MakeUp(state, outage, outage.To));

        Assert.Equal((AuctionStatus.Open, outage.To + 2 * Minute), (lot.State.Status, lot.State.ClosesAt));
        Assert.Equal(["opened", "extended"], lot.Events.Select(happened => happened.Type));
    }

    [Fact]
    public void Held_it_is_paused_as_of_the_beginning_and_keeps_the_time_that_was_left_then()
    {
        var outage = Outage(_lot.State.ClosesAt - 2 * Minute, 5 * Minute);
        MakeUp(OutagePolicy.Hold, outage);
        Assert.Equal((AuctionStatus.Paused, PauseReasons.Outage), (_lot.State.Status, _lot.State.PauseReason));
        Assert.Equal(new AuctionPausedEvent("a", _lot.State.Seq, outage.From) { Reason = "outage" }, _lot.Events[^1]);

        _lot.Now = outage.To + 10 * Minute;
        _lot.Do(Auctioneer.Resume);
        Assert.Equal((_lot.Now + 2 * Minute, null), (_lot.State.ClosesAt, _lot.State.PauseReason));
    }

    [Fact]
    public void Held_it_can_be_hammered()
    {
        _lot.Bid("ann", 10);
        var outage = Outage(_lot.State.ClosesAt - Minute, 5 * Minute);
        MakeUp(OutagePolicy.Hold, outage);
        _lot.Now = outage.To + Minute;
        Assert.True(_lot.Do(Auctioneer.Hammer).Accepted);
        _lot.Do((state, at) => AuctionRules.Close(state, at + AuctionRules.ClosingGrace));

        Assert.Equal((AuctionStatus.Closed, "ann"), (_lot.State.Status, _lot.State.Winner));
    }

    [Theory]
    [InlineData(-20, -10)]  // over long before the close
    [InlineData(0, 10)]     // begins when bidding has ended
    public void An_outage_that_took_no_close_from_the_bidders_concerns_nobody(int fromMinutes, int toMinutes) =>
        Assert.Null(Rule(OutagePolicy.Extend, Outage(
            _lot.State.ClosesAt + fromMinutes * Minute, (toMinutes - fromMinutes) * Minute)).FindFor(_lot.State));

    [Fact]
    public void An_outage_that_leaves_bidders_less_than_they_need_concerns_them()
    {
        var close = _lot.State.ClosesAt;
        Assert.Null(Rule(OutagePolicy.Extend, Outage(close - 2 * Minute, Minute)).FindFor(_lot.State));
        Assert.NotNull(Rule(OutagePolicy.Extend, Outage(close - 2 * Minute, Minute + TimeSpan.FromTicks(1))).FindFor(_lot.State));
    }

    [Fact]
    public void Nothing_is_made_up_for_after_the_hammer_in_a_pause_or_where_the_house_closes()
    {
        var outage = Outage(_lot.State.ClosesAt - Minute, 5 * Minute);
        Assert.Null(Rule(OutagePolicy.Close, outage).FindFor(_lot.State));
        _lot.Now = outage.From - Minute;
        _lot.Do(Auctioneer.Pause);
        Assert.Null(Rule(OutagePolicy.Extend, outage).FindFor(_lot.State));

        // Bidders lost nothing in an outage within a pause, although the close is near when it ends.
        _lot.Now = outage.To + TimeSpan.FromSeconds(1);
        _lot.Do(Auctioneer.Resume);
        Assert.Null((Rule(OutagePolicy.Extend, outage) with { Notice = TimeSpan.FromHours(1) }).FindFor(_lot.State));
        _lot.Do(Auctioneer.Hammer);
        Assert.Null(Rule(OutagePolicy.Extend, Outage(_lot.Now - Minute, 5 * Minute)).FindFor(_lot.State));
    }

    [Fact]
    public void Each_outage_is_made_up_for_once_and_each_of_several()
    {
        var close = _lot.State.ClosesAt;
        var first = Outage(close - 2 * Minute, 3 * Minute);
        var second = Outage(first.To + Minute, 4 * Minute, id: 2);
        var rule = new OutageRule(OutagePolicy.Extend, Minute, [first, second]);
        var made = new List<long>();
        while (rule.FindFor(_lot.State) is { } outage)
        {
            made.Add(outage.Id);
            _lot.Do((state, _) => rule.MakeUp(state, outage, second.To));
        }

        Assert.Equal([1, 2], made);
        Assert.Equal(close + 7 * Minute, _lot.State.ClosesAt);
    }

    [Fact]
    public void What_raises_may_extend_the_auction_by_is_not_used_up()
    {
        var lot = new Bidden(House.Terms(startingPrice: 10) with { SoftClose = new(Minute, Minute, Minute) });
        var outage = Outage(lot.State.ClosesAt - 2 * Minute, 5 * Minute);
        lot.Do((state, _) => Rule(OutagePolicy.Extend, outage).MakeUp(state, outage, outage.To));
        lot.Now = lot.State.ClosesAt - TimeSpan.FromSeconds(1);
        lot.Bid("ann", 10);

        Assert.Equal(lot.Now + Minute, lot.State.ClosesAt);
    }

    private static Outage Outage(DateTimeOffset from, TimeSpan length, long id = 1) => new(id, from, from + length);

    private static OutageRule Rule(OutagePolicy policy, Outage outage) => new(policy, Minute, [outage]);

    private Decision MakeUp(OutagePolicy policy, Outage outage) =>
        _lot.Do((state, _) => Rule(policy, outage).MakeUp(state, outage, outage.To));
}
