using System.Text.Json;
using System.Text.RegularExpressions;
using Auctions.Load;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_a_session_is_held(SystemFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Its_lots_follow_each_other_although_workers_die_and_watchers_miss_nothing()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ann = await Client.SignInAsync(system.Api, "ann", "bidder");
        var session = await sella.OpenSessionAsync(Terms(gap: TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30), "A clock", "A chair", "A globe"));
        var lots = (await ann.GetAsync($"/sessions/{session}")).GetProperty("lots").EnumerateArray()
            .Select(lot => lot.GetProperty("auction").GetString()!).ToList();
        await using var watcher = await Watcher.StartWithSessionAsync(system.Live, 0, session);
        await using var second = await Watcher.StartAsync(system.Live, 1, lots[1]);
        Assert.Equal(("rejected", "not-open"), await ann.SendAndWaitAsync($"/auctions/{lots[1]}/raises", new { amount = 10 }));

        Assert.Equal("raised", await ann.RaiseAndWaitAsync(lots[0], 12));
        Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{lots[0]}/hammer"));
        await second.WaitForAsync("opened", Limit);

        // Both workers die while the second lot is open. The third lot must open nevertheless.
        var killed = await Task.WhenAll(system.KillAsync("worker-1"), system.KillAsync("worker-2"));
        await system.WaitUntilBackAsync("worker-1", killed[0], Limit);
        await system.WaitUntilBackAsync("worker-2", killed[1], Limit);
        await using var third = await Watcher.StartAsync(system.Live, 0, lots[2]);
        Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{lots[1]}/hammer"));
        await third.WaitForAsync("opened", Limit);
        Assert.Equal("raised", await ann.RaiseAndWaitAsync(lots[2], 30));
        Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{lots[2]}/hammer"));
        await watcher.WaitForAsync("session-closed", Limit);

        Assert.Empty(watcher.Broken.Concat(second.Broken).Concat(third.Broken));
        Assert.Equal(2, watcher.Of("session-closed")[0].Read().GetProperty("sold").GetInt32());
        var view = await ann.GetAsync($"/sessions/{session}");
        Assert.Equal("closed", view.GetProperty("status").GetString());
        Assert.Equal(
            [("ann", 12m), (null, 10m), ("ann", 30m)],
            view.GetProperty("lots").EnumerateArray().Select(lot => (Text(lot, "winner"), lot.GetProperty("price").GetDecimal())));
    }

    [Fact]
    public async Task The_page_follows_from_lot_to_lot_and_shows_the_catalogue()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        await using var browser = await Browser.StartAsync();
        var session = await sella.OpenSessionAsync(Terms(gap: TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(30), "A clock", "A chair", "A globe"));
        var ann = await browser.OpenAsync(system.Api, $"sessions/{session}", width: 1440);
        var phone = await browser.OpenAsync(system.Api, $"auctions/{session}-3", width: 375);
        await Browser.SignInAsync(ann, "ann");

        await Expect(ann.Locator("#lot-title")).ToHaveTextAsync("A clock");
        await ann.Locator("#bid").ClickAsync();
        await Expect(ann.Locator("#leader")).ToHaveTextAsync("You lead");
        await Expect(ann.Locator("#session-lots li")).ToHaveCountAsync(3);
        await Expect(ann.Locator("#session-lots [aria-current] .card-title")).ToHaveTextAsync("1 · A clock");

        await Browser.RecordAsync(ann, "#session-lots li:first-child .card-note");
        await sella.SendAndWaitAsync($"/auctions/{session}-1/hammer");
        await Expect(ann.Locator("#leader")).ToHaveTextAsync("You won");
        Assert.Equal(["on the block", "bidding is over", "you won"], await Browser.SeenAsync(ann));
        await Expect(ann.Locator("#lot-title")).ToHaveTextAsync("A chair");
        await Expect(ann.Locator("#session-lots li").First.Locator(".card-note")).ToHaveTextAsync("you won");
        await Expect(ann.Locator("#bid")).ToHaveTextAsync("Bid €10");
        await ann.Locator("#bid").ClickAsync();
        await Expect(ann.Locator("#leader")).ToHaveTextAsync("You lead");

        // A visitor who chose a lot stays with it until they follow the sale again.
        await Expect(phone).ToHaveURLAsync(new Regex($"#/sessions/{session}/3$"));
        await Expect(phone.Locator("#lot-title")).ToHaveTextAsync("A globe");
        await Expect(phone.Locator("#bid")).ToHaveTextAsync("Not open yet");
        await phone.Locator("#follow").ClickAsync();
        await Expect(phone.Locator("#lot-title")).ToHaveTextAsync("A chair");
        await Expect(phone.Locator("#session-note")).ToContainTextAsync("lot 2 of 3");
    }

    [Fact]
    public async Task The_page_stays_on_a_lot_until_it_is_decided_and_never_comes_back_to_it()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        await using var browser = await Browser.StartAsync();
        var session = await sella.OpenSessionAsync(new
        {
            title = "A staggered sale",
            interval = TimeSpan.FromSeconds(8),
            duration = TimeSpan.FromSeconds(16),
            currency = "EUR",
            lots = new[] { new { title = "A clock", startingPrice = 10 }, new { title = "A chair", startingPrice = 10 } },
        });
        var page = await browser.OpenAsync(system.Api, $"sessions/{session}", width: 1440);
        await Browser.RecordAsync(page, "#lot-title", "#leader");
        using var ann = await Client.SignInAsync(system.Api, "ann", "bidder");
        Assert.Equal("raised", await ann.RaiseAndWaitAsync($"{session}-1", 10));
        await Expect(page.Locator("#lot-title")).ToHaveTextAsync("A chair", new() { Timeout = 30_000 });
        await Expect(page.Locator("#session-note")).ToContainTextAsync("all over", new() { Timeout = 30_000 });

        var seen = await Browser.SeenAsync(page);
        Assert.DoesNotContain("A clock: Not sold", seen);
        Assert.Contains("A clock: Won by ann", seen);
        Assert.True(
            Array.FindLastIndex(seen, what => what.StartsWith("A clock", StringComparison.Ordinal))
            < Array.FindIndex(seen, what => what.StartsWith("A chair", StringComparison.Ordinal)),
            string.Join('\n', seen));
    }

    [Fact]
    public async Task A_seller_creates_one_on_the_page()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(system.Api, $"auctions/{await sella.OpenAuctionAsync("A lamp")}", width: 1440);
        await Browser.SignInAsync(page, "sella");
        await page.Locator("#new-auction").ClickAsync();
        await page.Locator("#several-lots").ClickAsync();
        await page.Locator("#session-name").FillAsync("An estate");
        await page.Locator("#session-lots-text").FillAsync("A longcase clock 1200.50\nA chair");
        await page.Locator("#create-session-dialog [type=submit]").ClickAsync();
        await Expect(page.Locator("#session-problem-lots")).ToContainTextAsync("Lot 2 has no starting price");

        await page.Locator("#session-lots-text").FillAsync("A longcase clock 1200.50\n\nA chair 10");
        await page.Locator("#create-session-dialog [type=submit]").ClickAsync();
        await Expect(page.Locator("#session-title")).ToHaveTextAsync("An estate");
        await Expect(page.Locator("#session-lots .card-title")).ToHaveTextAsync(["1 · A longcase clock", "2 · A chair"]);
        await Expect(page.Locator("#price")).ToHaveTextAsync("€1,200.50");
        await page.Locator("[data-act=hammer]").ClickAsync();
        await Expect(page.Locator("#leader")).ToHaveTextAsync("Not sold");
    }

    private static string? Text(JsonElement lot, string name) => lot.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static object Terms(TimeSpan gap, TimeSpan duration, params string[] titles) => new
    {
        title = "The estate of a watchmaker",
        gap,
        duration,
        currency = "EUR",
        lots = titles.Select(title => new { title, startingPrice = 10, increments = new[] { new { from = 0m, step = 1m } } }),
    };
}
