using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>The page of the house in a browser.</summary>
internal static partial class HousePage
{
    /// <summary>The address that the page reads. The page's own address has the same end, after a <c>#</c>.</summary>
    [GeneratedRegex("^[^#]*/house$")]
    public static partial Regex Read { get; }

    public static bool IsRead(IRequest request) => Read.IsMatch(request.Url);

    /// <summary>Opens the page of the house for a new admin, and waits until it shows figures.</summary>
    public static async Task<IPage> OpenAsync(Browser browser, Uri api, int width, Func<IPage, Task>? prepare = null)
    {
        var page = await browser.OpenAsync(api, "house", width, shows: "#sign-in-dialog", prepare);
        await SignInAsync(page, "ada", isAdmin: true);
        await Expect(page.Locator("#house-body")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Fills the dialog in, which the page of the house opens by itself.</summary>
    public static async Task SignInAsync(IPage page, string name, bool isAdmin)
    {
        await page.Locator("#name").FillAsync(name);
        await page.Locator("#as-admin").SetCheckedAsync(isAdmin);
        await page.Locator("#sign-in-form button[type=submit]").ClickAsync();
        await Expect(page.Locator("#who")).ToHaveTextAsync(name);
    }
}
