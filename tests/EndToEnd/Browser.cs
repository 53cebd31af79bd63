using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>A browser in which people look at the page, each in a profile of their own.</summary>
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
            ExecutablePath = Names.SelectMany(name => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException($"The browser test needs one of: {string.Join(", ", Names)}"),
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }

    /// <summary>Somebody new opens the page and sees an auction or a lot.</summary>
    /// <param name="api">Where the page is.</param>
    /// <param name="place">What follows <c>#/</c> in the address.</param>
    /// <param name="width">How wide the window is, in pixels.</param>
    public async Task<IPage> OpenAsync(Uri api, string place, int width)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, Locale = "en-GB" });
        context.SetDefaultTimeout(PatienceMs);
        SetDefaultExpectTimeout(PatienceMs);
        var page = await context.NewPageAsync();
        await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"{api}#/{place}"));
        await Expect(page.Locator("#lot-card")).ToBeVisibleAsync();
        return page;
    }

    public static async Task SignInAsync(IPage page, string name)
    {
        await page.Locator("#sign-in").ClickAsync();
        await page.Locator("#name").FillAsync(name);
        await page.Locator("#sign-in-form button[type=submit]").ClickAsync();
        await Expect(page.Locator("#who")).ToContainTextAsync(name);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
