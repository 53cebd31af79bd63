using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

/// <summary>
/// What eBay, Catawiki, Trade Me and Auctionet publish of their rules, decided by ours. "Published" are examples with the
/// house's own figures; "worked out" are figures of ours that follow from a rule that the house words without any.
/// </summary>
/// <remarks>
/// The pages were read as a public crawl stores them; where it doesn't say when, no date is given. Left out on purpose: at
/// Trade Me and Auctionet a maximum below the reserve is bid whole at once, where ours bids as little as leads.
/// Longer than other files, so that the four houses can be read side by side.
/// </remarks>
public sealed class When_houses_publish_examples
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// eBay UK, "Bid increments" (ebay.co.uk/pages/help/buy/bid-increments.html), published: who may be outbid by less than
    /// an increment. The first bidder's maximum is £20.00; a second's £9.00 lifts it to £9.50; a third's £20.01 leads.
    /// </summary>
    [Fact]
    public void EBay_lets_a_maximum_be_beaten_by_less_than_an_increment()
    {
        var lot = Of("ebay-uk", "GBP", 0.99m);
        lot.UpTo("ann", 20);
        lot.UpTo("bob", 9);
        Assert.Equal(("ann", 9.5m), lot.Leads);
        Assert.Equal(10, lot.State.NextMinimum);

        lot.UpTo("cid", 20.01m);
        Assert.Equal(("cid", 20.01m), lot.Leads);
    }

    /// <summary>
    /// eBay, "Entering your highest maximum bid" (pages.ebay.com/help/new/contextual/maximumbid.html), published: with a
    /// maximum of $50 and a bidding that ends at $10, $10 is to be paid. That the other's maximum was $9.50 is worked out.
    /// </summary>
    [Fact]
    public void EBay_uses_as_much_of_a_maximum_as_it_takes_to_win()
    {
        var lot = Of("ebay", "USD", 1);
        lot.UpTo("ann", 50);
        lot.UpTo("bob", 9.5m);
        End(lot);

        Assert.Equal(("ann", 10), (lot.State.Winner, lot.State.Price));
    }

    /// <summary>
    /// O'Reilly, "eBay Hacks", hack "Take advantage of bid increments", published there, not by the house: at $68.45 the least
    /// bid is $69.45; maxima of $114 and $157 come to a price of $116.50.
    /// </summary>
    [Fact]
    public void EBay_s_price_is_an_increment_above_the_second_highest_maximum()
    {
        var lot = Of("ebay", "USD", 68.45m);
        lot.UpTo("ann", 157);
        Assert.Equal((68.45m, 69.45m), (lot.State.Price, lot.State.NextMinimum));
        lot.UpTo("bob", 114);
        Assert.Equal(("ann", 116.5m), lot.Leads);
    }

    /// <summary>
    /// eBay, "Automatic bidding" as of 2016 and "Bid increments", worked out from the rule: a maximum that equals an earlier one
    /// is outbid at once; a maximum that reaches the reserve is raised to it and bidding goes on from there.
    /// </summary>
    [Fact]
    public void EBay_prefers_the_same_bid_placed_before_and_lifts_to_the_reserve()
    {
        var lot = Of("ebay", "USD", 1, terms => terms with { ReservePrice = 40 });
        lot.UpTo("ann", 60);
        Assert.Equal(("ann", 40), lot.Leads);
        lot.UpTo("bob", 60);
        Assert.Equal(("ann", 60), lot.Leads);
    }

    /// <summary>
    /// Catawiki, "What is an automatic bid?" (auction.catawiki.com/auctions/autobidding), published, with the table in dollars
    /// on the same page: somebody else leads at $17; an automatic bid up to $111 makes a bid of $23.
    /// </summary>
    [Fact]
    public void Catawiki_bids_the_first_possible_amount()
    {
        var lot = new Bidden(House.Terms(1, "USD", increments: [new(0, 2), new(12, 6), new(112, 12), new(223, 23)]));
        lot.Bid("ann", 17);
        lot.UpTo("bob", 111);

        Assert.Equal(("bob", 23), lot.Leads);
        Assert.Equal(111, lot.State.LeaderLimit);
    }

    /// <summary>
    /// Catawiki, "What is an automatic bid and how does it work?" and "Can I place an automatic bid if I already have the
    /// highest bid?" (catawiki.com/help/automatic-bids), worked out from the rules: above the reserve the first bid is the
    /// reserve; who leads and sets a maximum bids nothing before they are outbid.
    /// </summary>
    [Fact]
    public void Catawiki_matches_the_reserve_and_lets_the_leader_wait()
    {
        var lot = Of("catawiki", "EUR", 1, terms => terms with { ReservePrice = 80 });
        lot.UpTo("ann", 120);
        Assert.Equal(("ann", 80), lot.Leads);

        Assert.Empty(lot.UpTo("ann", 200).Events);
        lot.Bid("bob", 85);
        Assert.Equal(("ann", 90), lot.Leads);
    }

    /// <summary>
    /// Catawiki, "FAQ" (auction.catawiki.com/auctions/faq), worked out from the rule: a bid in the final minute extends the lot
    /// by one minute. The page doesn't say from when on; ours goes by the receipt.
    /// </summary>
    [Fact]
    public void Catawiki_extends_by_a_minute_in_the_final_minute()
    {
        var lot = Of("catawiki", "EUR", 1, terms => terms with { SoftClose = new(Minute, Minute) });
        var end = lot.State.ClosesAt;
        lot.Now = end - TimeSpan.FromSeconds(61);
        lot.Bid("ann", 1);
        Assert.Equal(end, lot.State.ClosesAt);

        lot.Now = end - TimeSpan.FromSeconds(5);
        lot.Bid("bob", 2);
        Assert.Equal(lot.Now + Minute, lot.State.ClosesAt);
    }

    /// <summary>
    /// Trade Me, "Placing a bid" (help centre, article 360024533632), worked out from the rules: an auto-bid that exceeds the
    /// reserve bids the reserve; one beneath an existing auto-bid jumps to its maximum and is outbid at once; a bid that equals
    /// an auto-bid makes it bid its maximum and lead; an auto-bid may be raised without a bid.
    /// </summary>
    [Fact]
    public void Trade_Me_s_auto_bids_keep_the_lead()
    {
        var lot = Of("trade-me", "NZD", 1, terms => terms with { ReservePrice = 15 });
        lot.UpTo("ann", 30);
        Assert.Equal(("ann", 15), lot.Leads);

        var answered = lot.UpTo("bob", 19.5m).Events.Cast<AuctionRaisedEvent>().ToList();
        Assert.Equal([("bob", 19.5m, false), ("ann", 20m, true)], answered.Select(raised => (raised.Leader, raised.Price, raised.Automatic)));

        Assert.Empty(lot.UpTo("ann", 40).Events);
        lot.Bid("bob", 40);
        Assert.Equal(("ann", 40), lot.Leads);
    }

    /// <summary>
    /// Trade Me, announcement of 31 May 2006, worked out from the rule: a bid in the final two minutes moves the close to two
    /// minutes after the bid; it closes once there was none for two minutes.
    /// </summary>
    [Fact]
    public void Trade_Me_closes_two_minutes_after_the_last_bid()
    {
        var lot = Of("trade-me", "NZD", 1, terms => terms with { SoftClose = new(2 * Minute, 2 * Minute) });
        lot.Now = lot.State.ClosesAt - Minute;
        lot.Bid("ann", 1);
        Assert.Equal(lot.Now + (2 * Minute), lot.State.ClosesAt);

        lot.Now += Minute;
        lot.Bid("bob", 2);
        Assert.Equal(lot.Now + (2 * Minute), lot.State.ClosesAt);
        lot.Now = lot.State.ClosesAt;
        Assert.Equal(Rejections.Closed, lot.Bid("ann", 3).Reason);
    }

    /// <summary>
    /// Auctionet, "Auction extension" (auctionet.com/en/help/20-auction-extension), published: a bid with less than a minute left
    /// extends by three minutes from the bid. The end is 10:00:00 (the page says 10:10:00, which its other times don't fit);
    /// 09:58:30 extends nothing, 09:59:30 to 10:02:30. It counts when Auctionet receives the bid, and may happen again.
    /// </summary>
    [Fact]
    public void Auctionet_extends_by_three_minutes_when_less_than_one_is_left()
    {
        var tenOClock = House.Noon + TimeSpan.FromHours(22);
        var lot = Of("one-two-five", "SEK", 100, terms => terms with { ClosesAt = tenOClock, SoftClose = new(Minute, 3 * Minute) });
        lot.Now = tenOClock - TimeSpan.FromSeconds(90);
        lot.Bid("ann", 100);
        Assert.Equal(tenOClock, lot.State.ClosesAt);

        lot.Now = tenOClock - TimeSpan.FromSeconds(30);
        lot.Bid("bob", 200);
        Assert.Equal(tenOClock + TimeSpan.FromSeconds(150), lot.State.ClosesAt);

        lot.Now = lot.State.ClosesAt - TimeSpan.FromSeconds(1);
        lot.Bid("ann", 300);
        Assert.Equal(lot.Now + (3 * Minute), lot.State.ClosesAt);
    }

    /// <summary>
    /// Auctionet, "Max bid" (auctionet.com/en/help/36-max_bid), worked out from the rules: without a reserve the lowest accepted
    /// amount is bid; against others one step more; a maximum may be raised without bidding against oneself, and lowered, but
    /// not below the bid that stands; of two equal bids the max bid placed or edited first wins.
    /// </summary>
    [Fact]
    public void Auctionet_s_max_bids_may_be_changed_and_the_first_of_equal_ones_wins()
    {
        var lot = new Bidden(House.Terms(300, "SEK", increments: [new(0, 50)]));
        lot.UpTo("ann", 1_000);
        Assert.Equal(("ann", 300), lot.Leads);
        lot.Bid("bob", 400);
        Assert.Equal(("ann", 450), lot.Leads);

        Assert.Empty(lot.UpTo("ann", 2_000).Events);
        Assert.Empty(lot.UpTo("ann", 600).Events);
        Assert.Equal(Rejections.TooLow, lot.UpTo("ann", 449).Reason);
        lot.UpTo("cid", 600);
        Assert.Equal(("ann", 600), lot.Leads);
    }

    /// <summary>Auctionet, the same page, worked out from the rule: the reserve is bid so that the lot can be won, never more than the maximum.</summary>
    [Fact]
    public void Auctionet_bids_the_reserve_where_the_maximum_reaches_it()
    {
        var lot = new Bidden(House.Terms(300, "SEK", increments: [new(0, 50)]) with { ReservePrice = 800 });
        lot.UpTo("ann", 800);
        End(lot);

        Assert.Equal(("ann", 800), (lot.State.Winner, lot.State.Price));
    }

    private static Bidden Of(string table, string currency, decimal startingPrice, Func<AuctionTerms, AuctionTerms>? with = null)
    {
        var terms = House.Terms(startingPrice, currency) with { Increments = Increments.Preset(table) };
        return new(with?.Invoke(terms) ?? terms);
    }

    private static void End(Bidden lot) => lot.Do((state, _) => AuctionRules.Close(state, state.ClosesAt + AuctionRules.ClosingGrace));
}
