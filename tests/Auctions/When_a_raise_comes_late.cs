using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_a_raise_comes_late
{
    private static readonly SoftClose TwoMinutes = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2));

    private readonly DateTimeOffset _close = House.Noon.AddHours(1);

    [Fact]
    public void Within_the_window_the_close_moves_to_the_extension_after_its_receipt()
    {
        var lot = Lot(TwoMinutes);
        lot.Now = _close - TimeSpan.FromSeconds(30);
        lot.Bid("ann", 10);

        Assert.Equal(_close + TimeSpan.FromSeconds(90), lot.State.ClosesAt);
        Assert.Equal(lot.State.ClosesAt, Assert.IsType<AuctionRaisedEvent>(lot.Events[^1]).ClosesAt);
    }

    [Fact]
    public void The_first_instant_of_the_window_is_in_it_and_the_one_before_is_not()
    {
        var before = Lot(new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)));
        before.Now = _close - TimeSpan.FromMinutes(2) - TimeSpan.FromTicks(1);
        before.Bid("ann", 10);
        var within = Lot(new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)));
        within.Now = _close - TimeSpan.FromMinutes(2);
        within.Bid("ann", 10);

        Assert.Equal(_close, before.State.ClosesAt);
        Assert.Equal(_close + TimeSpan.FromMinutes(3), within.State.ClosesAt);
    }

    [Fact]
    public void It_never_comes_nearer()
    {
        var lot = Lot(new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)));
        lot.Now = _close - TimeSpan.FromMinutes(9);
        lot.Bid("ann", 10);

        Assert.Equal(_close, lot.State.ClosesAt);
    }

    [Fact]
    public void It_moves_no_further_than_its_limit()
    {
        var lot = Lot(TwoMinutes with { MaxTotal = TimeSpan.FromMinutes(3) });
        for (var bid = 0; bid < 10; bid++)
        {
            lot.Now = lot.State.ClosesAt - TimeSpan.FromSeconds(1);
            Assert.True(lot.Bid(bid % 2 == 0 ? "ann" : "bob", 10 + bid).Accepted);
        }

        Assert.Equal(_close + TimeSpan.FromMinutes(3), lot.State.ClosesAt);
        lot.Now = lot.State.ClosesAt;
        Assert.Equal(Rejections.Closed, lot.Bid("cid", 100).Reason);
    }

    [Fact]
    public void What_the_house_bids_moves_it_too()
    {
        var lot = Lot(TwoMinutes);
        lot.UpTo("ann", 50);
        lot.Now = _close - TimeSpan.FromSeconds(1);
        lot.Bid("bob", 20);

        Assert.Equal("ann", lot.State.Leader);
        Assert.Equal(lot.Now + TimeSpan.FromMinutes(2), lot.State.ClosesAt);
    }

    [Fact]
    public void A_rejected_one_and_a_changed_maximum_do_not()
    {
        var lot = Lot(TwoMinutes);
        lot.Bid("ann", 20);
        lot.Now = _close - TimeSpan.FromSeconds(1);
        lot.Bid("bob", 20);
        lot.UpTo("ann", 99);

        Assert.Equal(_close, lot.State.ClosesAt);
    }

    [Fact]
    public void It_is_judged_by_its_receipt_however_late_it_is_worked_off()
    {
        var lot = Lot(TwoMinutes);
        lot.Now = _close - TimeSpan.FromSeconds(1);
        lot.Bid("ann", 10);
        var received = _close + TimeSpan.FromSeconds(1);

        Assert.True(lot.State.ClosesAt > received);
        lot.Now = received;
        Assert.True(lot.Bid("bob", 11).Accepted);
    }

    private static Bidden Lot(SoftClose soft) => new(House.Terms(startingPrice: 10, increments: new IncrementBand(0, 1)) with { SoftClose = soft });
}
