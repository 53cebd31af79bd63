using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_there_is_a_reserve
{
    private readonly Bidden _lot = new(House.Terms(startingPrice: 10, increments: new IncrementBand(0, 1)) with { ReservePrice = 50 });

    [Fact]
    public void Bids_below_it_are_taken_and_do_not_meet_it()
    {
        _lot.Bid("ann", 20);
        var raised = Assert.IsType<AuctionRaisedEvent>(_lot.Events[^1]);

        Assert.False(raised.ReserveMet);
        _lot.Bid("bob", 50);
        Assert.True(_lot.State.ReserveMet);
    }

    [Fact]
    public void A_maximum_that_reaches_it_lifts_the_price_to_it()
    {
        _lot.UpTo("ann", 80);

        Assert.Equal(("ann", 50), _lot.Leads);
        Assert.True(_lot.State.ReserveMet);
    }

    [Fact]
    public void A_maximum_below_it_does_not()
    {
        _lot.UpTo("ann", 49);

        Assert.Equal(("ann", 10), _lot.Leads);
    }

    [Fact]
    public void The_leader_s_own_higher_maximum_lifts_it_too()
    {
        _lot.UpTo("ann", 30);
        var decision = _lot.UpTo("ann", 60);

        Assert.Equal(("ann", 50), _lot.Leads);
        Assert.Null(Assert.IsType<AuctionRaisedEvent>(Assert.Single(decision.Events)).Outbid);
    }

    [Fact]
    public void Closed_below_it_the_lot_is_not_sold()
    {
        _lot.Bid("ann", 49.99m);
        _lot.Do((state, _) => AuctionRules.Close(state, state.ClosesAt + AuctionRules.ClosingGrace));

        var closed = Assert.IsType<AuctionClosedEvent>(_lot.Events[^1]);
        Assert.False(closed.Sold);
        Assert.Null(closed.Winner);
        Assert.Null(_lot.State.Winner);
    }

    [Fact]
    public void Its_figure_is_told_nobody()
    {
        var lot = new Bidden(House.Terms() with { ReservePrice = 47.13m });
        lot.Bid("ann", 20);
        lot.Bid("bob", 30);
        lot.Do((state, _) => AuctionRules.Close(state, state.ClosesAt + AuctionRules.ClosingGrace));

        Assert.DoesNotContain(lot.Events, happened => System.Text.Encoding.UTF8.GetString(EventJson.Write(happened)).Contains("47.13", StringComparison.Ordinal));
        Assert.DoesNotContain("47.13", $"{lot.State.Terms}{lot.State}", StringComparison.Ordinal);
    }
}
