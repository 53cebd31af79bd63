using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>Nobody may read in a log or a trace what only one person may know.</summary>
[Collection<OneSystem>]
public sealed class When_hidden_figures_are_sent(SystemFixture fixture)
{
    // Long enough that no id, time or length has them by chance.
    private const decimal Reserve = 735198264;
    private const decimal Maximum = 913572468;
    private const string Bidder = "wilhelmina-von-hohenfels";

    [Fact]
    public async Task No_log_line_and_no_telemetry_has_them_or_a_token_or_a_name()
    {
        var system = fixture.System;
        fixture.Traces.Texts = [];
        using var seller = await Client.SignInAsync(system.Api, "balthasar-von-hohenfels", "seller");
        using var bidder = await Client.SignInAsync(system.Api, Bidder, "bidder");
        var auction = await seller.OpenAuctionAsync(new
        {
            title = "A clock",
            currency = "EUR",
            startingPrice = 10,
            reservePrice = Reserve,
            increments = new[] { new { from = 0m, step = 1m } },
            closesAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(30),
        });
        await using var watcher = await Watcher.StartAsync(system.Live, 0, auction);

        var maximum = await bidder.SendAndWaitAsync($"/auctions/{auction}/raises", new { maximum = Maximum });
        var tooLow = await bidder.SendAndWaitAsync($"/auctions/{auction}/raises", new { amount = 1 });
        Assert.Equal(("raised", "rejected"), (maximum.Status, tooLow.Status));
        await fixture.Traces.WaitForAsync(span =>
            span.Name == "write to sockets" && span.Attributes.GetValueOrDefault("auction.id") == auction);

        var everything = string.Join('\n', fixture.Traces.Texts.Append(system.Printed));
        fixture.Traces.Texts = null;
        string[] secrets = [bidder.Token, seller.Token, $"{Reserve}", $"{Maximum}", Bidder, "eyJhbGci", "hohenfels"];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, everything, StringComparison.Ordinal));
    }
}
