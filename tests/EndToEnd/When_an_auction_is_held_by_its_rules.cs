using System.Globalization;
using System.Text.Json;
using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_an_auction_is_held_by_its_rules(SystemFixture fixture)
{
    private const string Maximum = "77.31";
    private const string Reserve = "19.17";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_house_bids_the_auctioneer_acts_and_the_audit_trail_is_verified()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ann = await Client.SignInAsync(system.Api, "ann", "bidder");
        using var ben = await Client.SignInAsync(system.Api, "ben", "bidder");
        using var ada = await Client.SignInAsync(system.Api, "ada", "admin");
        var auction = await sella.OpenAuctionAsync(Terms(buyNowPrice: null));
        await using var anns = await Watcher.StartAsync(system.Live, 0, auction, ann.Token);
        await using var bens = await Watcher.StartAsync(system.Live, 1, auction, ben.Token);

        // A maximum above the reserve lifts the price to the reserve. The house outbids a raise below the maximum.
        Assert.Equal(
            ("raised", null),
            await ann.SendAndWaitAsync($"/auctions/{auction}/raises", new { maximum = decimal.Parse(Maximum, CultureInfo.InvariantCulture) }));
        Assert.Equal(("raised", null), await ben.SendAndWaitAsync($"/auctions/{auction}/raises", new { amount = 40 }));
        var view = await sella.GetAsync($"/auctions/{auction}");
        Assert.Equal(
            ("ann", 41m, true),
            (view.GetProperty("leader").GetString(), view.GetProperty("price").GetDecimal(), view.GetProperty("reserveMet").GetBoolean()));
        var bids = (await sella.GetAsync($"/auctions/{auction}/bids")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [("ann", 19.17m, false), ("ben", 40m, false), ("ann", 41m, true)],
            bids.Select(
                bid => (bid.GetProperty("bidder").GetString()!, bid.GetProperty("amount").GetDecimal(), bid.GetProperty("automatic").GetBoolean())));

        Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{auction}/pause"));
        Assert.Equal(("rejected", "paused"), await ben.SendAndWaitAsync($"/auctions/{auction}/raises", new { amount = 60 }));
        Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{auction}/resume"));
        Assert.Equal(
            ("done", null),
            await ada.SendAndWaitAsync($"/auctions/{auction}/bids/{bids[1].GetProperty("seq")}/void", new { reason = "a nought too many" }));
        Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{auction}/hammer"));

        await bens.WaitForAsync("lost", Limit);
        await anns.WaitForAsync("won", Limit);
        view = await sella.GetAsync($"/auctions/{auction}");
        Assert.Equal(
            ("closed", "ann", 19.17m),
            (view.GetProperty("status").GetString(), view.GetProperty("winner").GetString(), view.GetProperty("price").GetDecimal()));
        Assert.Empty(anns.Broken.Concat(bens.Broken));

        var trail = (await sella.GetTextAsync($"/auctions/{auction}/audit")).TrimEnd().Split('\n');
        Assert.True(JsonSerializer.Deserialize<JsonElement>(trail[^1]).GetProperty("verified").GetBoolean(), string.Join('\n', trail));
        Assert.DoesNotContain(Maximum, string.Join('\n', trail), StringComparison.Ordinal);
        Assert.DoesNotContain(Maximum, system.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buy_now_closes_the_auction_at_once()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ann = await Client.SignInAsync(system.Api, "ann", "bidder");
        var auction = await sella.OpenAuctionAsync(Terms(buyNowPrice: 50));
        await using var watcher = await Watcher.StartAsync(system.Live, 0, auction, ann.Token);
        Assert.Equal(50, (await ann.GetAsync($"/auctions/{auction}")).GetProperty("buyNowPrice").GetDecimal());

        Assert.Equal(("raised", null), await ann.SendAndWaitAsync($"/auctions/{auction}/raises", new { amount = 50 }));

        await watcher.WaitForAsync("won", Limit);
        Assert.Equal("closed", (await ann.GetAsync($"/auctions/{auction}")).GetProperty("status").GetString());
        Assert.DoesNotContain(
            auction,
            (await ann.GetAsync("/auctions?status=open")).GetProperty("items").EnumerateArray().Select(view => view.GetProperty("id").GetString()));
    }

    private static object Terms(decimal? buyNowPrice) => new
    {
        title = "A cabinet",
        currency = "EUR",
        startingPrice = 10,
        increments = new[] { new { from = 0m, step = 1m } },
        reservePrice = decimal.Parse(Reserve, CultureInfo.InvariantCulture),
        buyNowPrice = buyNowPrice ?? 500,
        softClose = new { window = "00:01:00", extension = "00:01:00" },
        closesAt = TimeProvider.System.GetUtcNow().AddMinutes(30),
    };
}
