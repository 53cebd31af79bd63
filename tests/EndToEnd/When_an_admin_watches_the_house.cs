using System.Globalization;
using System.Text.Json.Nodes;
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
        var ada = await OpenHouseAsync(browser, width: 1440);
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
        var ada = await OpenHouseAsync(browser, width: 375);
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
        await FillSignInAsync(page, "ben", isAdmin: false);

        await Expect(page.Locator("#house-problem")).ToHaveTextAsync("Only an admin sees the house. Sign in as one.");
        await Expect(page.Locator("#house-body")).ToBeHiddenAsync();
        await Expect(page.Locator("#to-house")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Alerts_that_fire_are_listed_with_their_runbooks()
    {
        await using var browser = await Browser.StartAsync();
        var ada = await OpenHouseAsync(browser, width: 1440, page => page.RouteAsync("**/house", async route =>
        {
            var house = JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!.AsObject();
            house["alerts"] = JsonNode.Parse("""
                {"isConfigured":true,"items":[
                  {"name":"ServiceDown","severity":"critical","summary":"worker is <b>down</b>","runbookUrl":"https://git.example.com/runbooks.md#servicedown"},
                  {"name":"DiskFillsUp","severity":"warning","summary":"A disk is full soon","runbook":"docs/runbooks.md#diskfillsup"}]}
                """);
            await route.FulfillAsync(new() { Body = house.ToJsonString(), ContentType = "application/json" });
        }));

        await Expect(ada.Locator(".alert")).ToHaveCountAsync(2);
        var down = ada.Locator(".alert").First;
        await Expect(down).ToHaveAttributeAsync("data-severity", "critical");
        await Expect(down).ToContainTextAsync("worker is <b>down</b>");
        await Expect(down.Locator("a")).ToHaveAttributeAsync("href", "https://git.example.com/runbooks.md#servicedown");
        await Expect(ada.Locator(".alert").Last).ToContainTextAsync("Runbook: docs/runbooks.md#diskfillsup");
    }

    [Fact]
    public async Task Dead_letters_are_replayed_and_the_answer_is_shown()
    {
        var letters = new Dictionary<string, string>
        {
            ["a1.r1"] = Letter("a1.r1", "AuctionRaise", "CheckBidAmount", "The store is <i>away</i>"),
            ["a1.r2"] = Letter("a1.r2", "AuctionRaise", "NotifyParticipants", "No broker"),
        };
        await using var browser = await Browser.StartAsync();
        var ada = await OpenHouseAsync(browser, width: 375, async page =>
        {
            await page.RouteAsync("**/dead-letters", route => route.FulfillAsync(new()
            {
                ContentType = "application/json", Body = $$"""{"items":[{{string.Join(",", letters.Values)}}]}""",
            }));
            await page.RouteAsync("**/dead-letters/a1.r1/replay", route =>
            {
                letters.Remove("a1.r1");
                return route.FulfillAsync(new() { Status = 202, ContentType = "application/json", Body = """{"command":"a1.r1"}""" });
            });
            await page.RouteAsync("**/dead-letters/a1.r2/replay", route => route.FulfillAsync(new()
            {
                Status = 409, ContentType = "application/problem+json",
                Body = """{"type":"not-replayed","title":"The replay was refused.","detail":"overloaded","status":409}""",
            }));
        });
        var (first, second) = (ada.Locator("#dead-letters tr", new() { HasText = "a1.r1" }), ada.Locator("#dead-letters tr", new() { HasText = "a1.r2" }));

        await Expect(first).ToContainTextAsync("CheckBidAmount");
        await Expect(first).ToContainTextAsync("The store is <i>away</i>");
        await ReplayAsync(ada, first);
        await Expect(first.Locator(".letter-answer")).ToHaveTextAsync("Replayed.");
        await Expect(first.Locator("button")).ToBeHiddenAsync();
        await ReplayAsync(ada, second);
        await Expect(second.Locator(".letter-answer")).ToHaveTextAsync("Refused: overloaded");
        await Expect(second.Locator("button")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_house_that_cannot_be_read_shows_its_last_figures_and_says_so()
    {
        await using var browser = await Browser.StartAsync();
        var ada = await OpenHouseAsync(browser, width: 1440);
        await ada.RouteAsync("**/house", route => route.FulfillAsync(new()
        {
            Status = 503, ContentType = "application/problem+json", Body = """{"type":"unavailable","title":"The store is away.","status":503}""",
        }));

        await Expect(ada.Locator("#house-problem")).ToHaveTextAsync("The house can't be read now: The store is away.");
        await Expect(ada.Locator("#house-fresh")).ToContainTextAsync("old.");
        await Expect(ada.Locator("#house-figures")).ToBeVisibleAsync();
        await ada.UnrouteAsync("**/house");
        await Expect(ada.Locator("#house-problem")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_page_that_is_hidden_reads_nothing()
    {
        await using var browser = await Browser.StartAsync();
        var reads = 0;
        var ada = await OpenHouseAsync(browser, width: 1440, async page =>
        {
            await page.Clock.InstallAsync();
            page.Request += (_, request) => reads += request.Url.EndsWith("/house", StringComparison.Ordinal) ? 1 : 0;
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
            request => request.Url.EndsWith("/house", StringComparison.Ordinal));
    }

    private static string Letter(string id, string type, string step, string error) =>
        new JsonObject { ["id"] = id, ["at"] = "2026-11-27T18:00:00Z", ["type"] = type, ["step"] = step, ["error"] = error }.ToJsonString();

    private static ILocator RowOf(IPage page, string title) => page.Locator("#house-auctions li", new() { HasText = title });

    private static async Task DoAsync(IPage page, ILocator row, string action, string outcome)
    {
        await row.Locator($"[data-act={action}]").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
        await Expect(page.Locator("#house-outcome")).ToHaveTextAsync(outcome);
    }

    private static async Task ReplayAsync(IPage page, ILocator letter)
    {
        await letter.Locator("button").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
    }

    private static async Task<DateTimeOffset> ClosesAtAsync(Client client, string auction) => DateTimeOffset.Parse(
        (await client.GetAsync($"/auctions/{auction}")).GetProperty("closesAt").GetString()!, CultureInfo.InvariantCulture);

    private async Task<IPage> OpenHouseAsync(Browser browser, int width, Func<IPage, Task>? prepare = null)
    {
        var page = await browser.OpenAsync(fixture.System.Api, "house", width, shows: "#sign-in-dialog", prepare);
        await FillSignInAsync(page, "ada", isAdmin: true);
        await Expect(page.Locator("#house-body")).ToBeVisibleAsync();
        return page;
    }

    private static async Task FillSignInAsync(IPage page, string name, bool isAdmin)
    {
        await page.Locator("#name").FillAsync(name);
        await page.Locator("#as-admin").SetCheckedAsync(isAdmin);
        await page.Locator("#sign-in-form button[type=submit]").ClickAsync();
        await Expect(page.Locator("#who")).ToHaveTextAsync(name);
    }
}
