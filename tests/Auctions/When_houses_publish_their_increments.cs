using Auctions.Rules;

namespace Auctions.Tests;

/// <summary>The tables of increments as the houses publish them, at the ends of their bands; the sources are at the lines.</summary>
public sealed class When_houses_publish_their_increments
{
    // eBay, "Bid increments" (pages.ebay.com/help/buy/bid-increments.html, ebay.co.uk/pages/help/buy/bid-increments.html).
    [Theory]
    [InlineData("ebay", 0.99, 0.05), InlineData("ebay", 1, 0.25), InlineData("ebay", 4.99, 0.25), InlineData("ebay", 24.99, 0.5)]
    [InlineData("ebay", 25, 1), InlineData("ebay", 249.99, 2.5), InlineData("ebay", 499.99, 5), InlineData("ebay", 999.99, 10)]
    [InlineData("ebay", 2499.99, 25), InlineData("ebay", 4999.99, 50), InlineData("ebay", 5000, 100)]
    [InlineData("ebay-uk", 0.99, 0.05), InlineData("ebay-uk", 1, 0.2), InlineData("ebay-uk", 14.99, 0.5), InlineData("ebay-uk", 59.99, 1)]
    [InlineData("ebay-uk", 149.99, 2), InlineData("ebay-uk", 299.99, 5), InlineData("ebay-uk", 599.99, 10), InlineData("ebay-uk", 1499.99, 20)]
    [InlineData("ebay-uk", 2999.99, 50), InlineData("ebay-uk", 3000, 100)]
    // Catawiki, "How is the next minimum bid calculated" (auction.catawiki.com/nl/help/bidding-basics), in whole euros.
    [InlineData("catawiki", 10, 1), InlineData("catawiki", 11, 5), InlineData("catawiki", 100, 5), InlineData("catawiki", 200, 10)]
    [InlineData("catawiki", 500, 20), InlineData("catawiki", 1000, 50), InlineData("catawiki", 2000, 100), InlineData("catawiki", 5000, 200)]
    [InlineData("catawiki", 10000, 500), InlineData("catawiki", 20000, 1000), InlineData("catawiki", 50000, 2000), InlineData("catawiki", 100000, 5000)]
    [InlineData("catawiki", 200000, 10000), InlineData("catawiki", 500000, 20000), InlineData("catawiki", 500001, 50000)]
    // Trade Me, "Placing a bid" (help centre, article 360024533632); the page leaves open to which band a limit itself belongs.
    [InlineData("trade-me", 19.5, 0.5), InlineData("trade-me", 199, 1), InlineData("trade-me", 995, 5), InlineData("trade-me", 4990, 10)]
    [InlineData("trade-me", 24950, 50), InlineData("trade-me", 25001, 100)]
    public void A_published_table_gives_the_step(string table, double price, double step) =>
        Assert.Equal((decimal)step, Increments.StepAt(Increments.Preset(table)!, (decimal)price));

    [Fact]
    public void Every_table_is_one_that_a_seller_may_give() =>
        Assert.All(Increments.Presets, name =>
        {
            var bands = Increments.Preset(name)!;
            Assert.Equal(0, bands[0].From);
            Assert.Equal(bands.Select(band => band.From).Distinct().Order(), bands.Select(band => band.From));
            Assert.All(bands, band => Assert.True(band.Step > 0));
        });
}
