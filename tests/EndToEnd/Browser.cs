using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>A browser for several visitors of the page, each with their own profile.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const int PatienceMs = 15_000;
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new Browser(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Installed(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        }));
    }

    /// <summary>Opens the page for a new visitor, and waits until it shows what it should: an auction or a lot, unless the test says otherwise.</summary>
    /// <param name="api">The address of the page.</param>
    /// <param name="place">The part of the address after <c>#/</c>.</param>
    /// <param name="width">The width of the window in pixels.</param>
    /// <param name="shows">The node that is then visible.</param>
    /// <param name="prepare">Prepares the page before it is loaded.</param>
    public async Task<IPage> OpenAsync(Uri api, string place, int width, string shows = "#lot-card", Func<IPage, Task>? prepare = null)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, Locale = "en-GB" });
        context.SetDefaultTimeout(PatienceMs);
        SetDefaultExpectTimeout(PatienceMs);
        var page = await context.NewPageAsync();
        if (prepare is not null)
            await prepare(page);
        await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"{api}#/{place}"));
        await Expect(page.Locator(shows)).ToBeVisibleAsync();
        return page;
    }

    public static async Task SignInAsync(IPage page, string name)
    {
        await page.Locator("#sign-in").ClickAsync();
        await page.Locator("#name").FillAsync(name);
        await page.Locator("#sign-in-form button[type=submit]").ClickAsync();
        await Expect(page.Locator("#who")).ToContainTextAsync(name);
    }

    /// <summary>Records from now on what the page shows, each time that it changes.</summary>
    /// <param name="page">The page.</param>
    /// <param name="selectors">The nodes whose texts are recorded, joined by <c>: </c>.</param>
    public static Task RecordAsync(IPage page, params string[] selectors) => page.EvaluateAsync("""
        selectors => {
          window.seen = [];
          const look = () => {
            const what = selectors.map(selector => document.querySelector(selector).textContent).join(': ');
            if (what !== window.seen.at(-1))
              window.seen.push(what);
          };
          look();
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """, selectors);

    /// <summary>What was recorded, in order.</summary>
    public static Task<string[]> SeenAsync(IPage page) => page.EvaluateAsync<string[]>("() => window.seen");

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string Installed() =>
        (from name in Names
         from folder in Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
         select Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"The browser test needs one of: {string.Join(", ", Names)}");
}
