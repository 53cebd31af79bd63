using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_it_can_be_bought_now
{
    private readonly Bidden _lot = new(House.Terms(startingPrice: 10, increments: new IncrementBand(0, 1)) with { BuyNowPrice = 50 });

    [Theory]
    [InlineData(50)]
    [InlineData(99)]
    public void Who_bids_so_much_has_it_at_that_price(decimal amount)
    {
        _lot.Bid("ann", 20);
        _lot.Now += TimeSpan.FromMinutes(3);
        var decision = _lot.Bid("bob", amount);

        Assert.Equal(["raised 3", "closed 4"], decision.Events.Select(happened => $"{happened.Type} {happened.Seq}"));
        Assert.Equal(3, decision.Seq);
        Assert.Equal((AuctionStatus.Closed, "bob", 50m, _lot.Now), (_lot.State.Status, _lot.State.Winner, _lot.State.Price, _lot.State.ClosesAt));
        Assert.Equal(Rejections.Closed, _lot.Bid("cid", 100).Reason);
    }

    [Fact]
    public void The_leader_may_buy_it_too()
    {
        _lot.Bid("ann", 20);

        Assert.True(_lot.Bid("ann", 50).Accepted);
        Assert.Equal("ann", _lot.State.Winner);
    }

    [Fact]
    public void The_seller_may_not() => Assert.Equal(Rejections.OwnAuction, _lot.Bid("sam", 50).Reason);

    [Fact]
    public void A_maximum_does_not_buy()
    {
        _lot.UpTo("ann", 100);

        Assert.Equal(("ann", 10), _lot.Leads);
        Assert.Equal(AuctionStatus.Open, _lot.State.Status);
    }

    [Fact]
    public void The_offer_ends_when_the_price_has_come_up_to_it()
    {
        _lot.UpTo("ann", 100);
        Assert.Equal(50, _lot.State.BuyNowPrice);
        _lot.UpTo("bob", 49.50m);

        Assert.Equal(("ann", 50.50m), _lot.Leads);
        Assert.Null(_lot.State.BuyNowPrice);
        Assert.Null(Assert.IsType<AuctionRaisedEvent>(_lot.Events[^1]).BuyNowPrice);
        _lot.Bid("bob", 120);
        Assert.Equal((AuctionStatus.Open, 120), (_lot.State.Status, _lot.State.Price));
    }

    [Fact]
    public void By_option_it_ends_with_the_first_bid()
    {
        var lot = new Bidden(House.Terms(startingPrice: 10, increments: new IncrementBand(0, 1)) with { BuyNowPrice = 50, BuyNowUntil = BuyNowUntil.FirstBid });
        Assert.Equal(50, lot.State.BuyNowPrice);
        lot.Bid("ann", 10);

        Assert.Null(lot.State.BuyNowPrice);
        lot.Bid("bob", 60);
        Assert.Equal((AuctionStatus.Open, "bob", 60m), (lot.State.Status, lot.State.Leader!, lot.State.Price));
    }
}
