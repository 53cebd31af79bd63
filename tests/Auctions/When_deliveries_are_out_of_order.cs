using Auctions.Rules;

namespace Auctions.Tests;

/// <summary>
/// What was received first may be decided last: on another worker, after a retry. The time of receipt decides all the
/// same. Each of these was found by <see cref="When_anything_happens_to_an_auction"/>.
/// </summary>
public sealed class When_deliveries_are_out_of_order
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Of_two_equal_maxima_the_one_received_first_leads()
    {
        var lot = new Bidden { Now = House.Noon + Minute };
        lot.UpTo("ann", 100);
        lot.Now -= Second;
        var decision = lot.UpTo("bob", 100);

        Assert.Equal(("bob", 100), lot.Leads);
        Assert.Equal("ann", Assert.IsType<Events.AuctionRaisedEvent>(Assert.Single(decision.Events)).Outbid);
    }

    [Fact]
    public void An_amount_that_equals_the_maximum_loses_to_it_though_it_was_received_first()
    {
        var lot = new Bidden { Now = House.Noon + Minute };
        lot.UpTo("ann", 100);
        lot.Now -= Second;
        lot.Bid("bob", 100);

        Assert.Equal(("ann", 100), lot.Leads);
    }

    [Fact]
    public void A_maximum_that_was_raised_has_its_place_from_then_on()
    {
        var lot = new Bidden();
        lot.UpTo("ann", 50);
        lot.Now += Minute;
        lot.UpTo("ann", 100);
        lot.Now -= Second;
        lot.UpTo("bob", 100);

        Assert.Equal(("bob", 100), lot.Leads);
    }

    [Fact]
    public void What_was_received_before_the_opening_is_early_in_a_pause_too()
    {
        var lot = new Bidden(House.Terms(opensIn: Minute)) { Now = House.Noon + Minute };
        lot.Do(Auctioneer.Pause);
        lot.Now -= Second;

        Assert.Equal(Rejections.NotOpen, lot.Bid("ann", 10).Reason);
    }

    [Fact]
    public void A_raise_from_before_the_hammer_does_not_put_off_its_fall()
    {
        var lot = new Bidden(House.Terms() with { SoftClose = new(Minute, Minute) }) { Now = House.Noon + Minute };
        var fell = lot.Now;
        lot.Do(Auctioneer.Hammer);
        lot.Now -= Second;

        Assert.True(lot.Bid("ann", 10).Accepted);
        Assert.Equal(fell, lot.State.ClosesAt);
    }

    [Fact]
    public void A_raise_from_before_a_pause_puts_off_the_close_as_it_would_have_then()
    {
        var lot = new Bidden(House.Terms() with { SoftClose = new(Minute, Minute) });
        var end = lot.State.ClosesAt;
        lot.Now = end - Second;
        lot.Do(Auctioneer.Pause);
        lot.Now += TimeSpan.FromMinutes(5);
        lot.Do(Auctioneer.Resume);
        lot.Now = end - (2 * Second);
        lot.Bid("ann", 10);

        Assert.Equal(end - (2 * Second) + Minute + TimeSpan.FromMinutes(5), lot.State.ClosesAt);
    }

    [Fact]
    public void A_raise_from_an_earlier_pause_than_the_last_is_paused_too()
    {
        var lot = new Bidden();
        for (var times = 0; times < 2; times++)
        {
            lot.Do(Auctioneer.Pause);
            lot.Now += Second;
            lot.Do(Auctioneer.Resume);
            lot.Now += Second;
        }

        lot.Now = House.Noon;
        Assert.Equal(Rejections.Paused, lot.Bid("ann", 10).Reason);
    }

    [Fact]
    public void A_pause_that_was_wanted_in_a_pause_lasts_from_its_end_and_keeps_the_time_once()
    {
        var lot = new Bidden();
        var end = lot.State.ClosesAt;
        lot.Do(Auctioneer.Pause);
        lot.Now += Minute;
        lot.Do(Auctioneer.Resume);
        lot.Now -= Second;
        lot.Do(Auctioneer.Pause);
        lot.Now += Second + Minute;
        lot.Do(Auctioneer.Resume);

        Assert.Equal(end + Minute + Minute, lot.State.ClosesAt);
    }
}
