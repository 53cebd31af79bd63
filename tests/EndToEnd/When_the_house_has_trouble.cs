using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>What the page of the house says of alerts, of dead letters, and of a house that can't be read. The answers are the tests' own.</summary>
[Collection<OneSystem>]
public sealed class When_the_house_has_trouble(SystemFixture fixture)
{
    [Fact]
    public async Task Alerts_that_fire_are_listed_with_their_runbooks()
    {
        await using var browser = await Browser.StartAsync();
        var ada = await HousePage.OpenAsync(browser, fixture.System.Api, width: 1440, page => page.RouteAsync(HousePage.Read, async route =>
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
        var ada = await HousePage.OpenAsync(browser, fixture.System.Api, width: 375, async page =>
        {
            await page.RouteAsync("**/dead-letters", route => route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = $$"""{"items":[{{string.Join(",", letters.Values)}}]}""",
            }));
            await page.RouteAsync("**/dead-letters/a1.r1/replay", route =>
            {
                letters.Remove("a1.r1");
                return route.FulfillAsync(new() { Status = 202, ContentType = "application/json", Body = """{"command":"a1.r1"}""" });
            });
            await page.RouteAsync("**/dead-letters/a1.r2/replay", route => route.FulfillAsync(new()
            {
                Status = 409,
                ContentType = "application/problem+json",
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
        var ada = await HousePage.OpenAsync(browser, fixture.System.Api, width: 1440);
        await ada.RouteAsync(HousePage.Read, route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = """{"type":"unavailable","title":"The store is away.","status":503}""",
        }));

        await Expect(ada.Locator("#house-problem")).ToHaveTextAsync("The house can't be read now: The store is away.");
        await Expect(ada.Locator("#house-fresh")).ToContainTextAsync("old.");
        await Expect(ada.Locator("#house-figures")).ToBeVisibleAsync();
        await ada.UnrouteAsync(HousePage.Read);
        await Expect(ada.Locator("#house-problem")).ToBeHiddenAsync();
    }

    private static string Letter(string id, string type, string step, string error) =>
        new JsonObject { ["id"] = id, ["at"] = "2026-11-27T18:00:00Z", ["type"] = type, ["step"] = step, ["error"] = error }.ToJsonString();

    private static async Task ReplayAsync(IPage page, ILocator letter)
    {
        await letter.Locator("button").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
    }
}
