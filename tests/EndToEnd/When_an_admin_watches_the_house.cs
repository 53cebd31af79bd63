using System.Globalization;
using Auctions.Load;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_an_admin_watches_the_house(SystemFixture fixture)
{
    [Fact]
    public async Task What_runs_is_there_with_who_watches_and_nothing_is_done_without_a_second_click()
    {
        using var seller = await Client.SignInAsync(fixture.System.Api, "sella", "seller");
        var auction = await seller.OpenAuctionAsync("An orrery", startingPrice: 300);
        await using var browser = await Browser.StartAsync();
        await browser.OpenAsync(fixture.System.Api, $"auctions/{auction}", width: 1440);
        var ada = await HousePage.OpenAsync(browser, fixture.System.Api, width: 1440);
        var row = RowOf(ada, "An orrery");

        await Expect(row.Locator(".pill")).ToHaveTextAsync("Open");
        await Expect(row.Locator(".run-facts")).ToContainTextAsync("2 watching");
        await Expect(ada.Locator("#house-alerts-note")).ToContainTextAsync("No Prometheus is configured");
        await Expect(ada.Locator("#dead-letters-note")).ToContainTextAsync("None.");

        await row.Locator("[data-act=pause]").ClickAsync();
        await ada.Locator("#confirm-dialog button[value=no]").ClickAsync();
        await Expect(ada.Locator("#house-outcome")).ToHaveAttributeAsync("data-kind", "none");
        await DoAsync(ada, row, "pause", "An orrery: paused.");
        await Expect(row.Locator(".pill")).ToHaveTextAsync("Paused");
        await DoAsync(ada, row, "resume", "An orrery: resumed.");
        await DoAsync(ada, row, "hold", "An orrery: held.");
        await Expect(row.Locator(".pill")).ToHaveTextAsync("Open, held");
        await DoAsync(ada, row, "release", "An orrery: released.");
        var closesAt = await ClosesAtAsync(seller, auction);
        await DoAsync(ada, row, "extend30", "An orrery: extended by 30 s.");
        Assert.Equal(closesAt + TimeSpan.FromSeconds(30), await ClosesAtAsync(seller, auction));
        await DoAsync(ada, row, "hammer", "An orrery: closed.");
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task All_auctions_are_paused_and_resumed_together()
    {
        using var seller = await Client.SignInAsync(fixture.System.Api, "sella", "seller");
        await seller.OpenAuctionAsync("A quadrant", startingPrice: 300);
        await using var browser = await Browser.StartAsync();
        var ada = await HousePage.OpenAsync(browser, fixture.System.Api, width: 375);
        var row = RowOf(ada, "A quadrant");

        await ada.Locator("[data-house=pause]").ClickAsync();
        await ada.Locator("#confirm-yes").ClickAsync();
        await Expect(row.Locator(".pill")).ToHaveTextAsync("Paused with all others");
        await ada.Locator("[data-house=resume]").ClickAsync();
        await ada.Locator("#confirm-yes").ClickAsync();
        await Expect(row.Locator(".pill")).ToHaveTextAsync("Open");
        await Expect(ada.Locator("#house-outcome")).ToContainTextAsync("resumed.");
    }

    [Fact]
    public async Task Nobody_else_sees_it()
    {
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(fixture.System.Api, "house", width: 1440, shows: "#sign-in-dialog");
        await HousePage.SignInAsync(page, "ben", isAdmin: false);

        await Expect(page.Locator("#house-problem")).ToHaveTextAsync("Only an admin sees the house. Sign in as one.");
        await Expect(page.Locator("#house-body")).ToBeHiddenAsync();
        await Expect(page.Locator("#to-house")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_page_that_is_hidden_reads_nothing()
    {
        await using var browser = await Browser.StartAsync();
        var reads = 0;
        var ada = await HousePage.OpenAsync(browser, fixture.System.Api, width: 1440, async page =>
        {
            await page.Clock.InstallAsync();
            page.Request += (_, request) => reads += HousePage.IsRead(request) ? 1 : 0;
        });
        await ada.EvaluateAsync("""
            () => {
              Object.defineProperty(document, 'visibilityState', { get: () => window.isHidden ? 'hidden' : 'visible', configurable: true });
              window.isHidden = true;
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """);
        var before = reads;

        await ada.Clock.RunForAsync(60_000);

        Assert.Equal(before, reads);
        await ada.RunAndWaitForRequestAsync(
            () => ada.EvaluateAsync("() => { window.isHidden = false; document.dispatchEvent(new Event('visibilitychange')); }"),
            HousePage.IsRead);
    }

    private static ILocator RowOf(IPage page, string title) => page.Locator("#house-auctions li", new() { HasText = title });

    private static async Task DoAsync(IPage page, ILocator row, string action, string outcome)
    {
        await row.Locator($"[data-act={action}]").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
        await Expect(page.Locator("#house-outcome")).ToHaveTextAsync(outcome);
    }

    private static async Task<DateTimeOffset> ClosesAtAsync(Client client, string auction) => DateTimeOffset.Parse(
        (await client.GetAsync($"/auctions/{auction}")).GetProperty("closesAt").GetString()!, CultureInfo.InvariantCulture);
}
