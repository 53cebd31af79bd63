using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_nothing_goes_wrong(SystemFixture fixture)
{
    [Fact]
    public async Task Nothing_is_logged()
    {
        var system = fixture.System;
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        using var bidder = await Client.SignInAsync(system.Api, "ann", "bidder");
        using var other = await Client.SignInAsync(system.Api, "ben", "bidder");
        var before = system.Printed.Length;

        var auction = await seller.OpenAuctionAsync("A lamp");
        await using var watcher = await Watcher.StartAsync(system.Live, 0, auction);
        for (var amount = 10; amount < 15; amount++)
            Assert.Equal("raised", await (amount % 2 == 0 ? bidder : other).RaiseAndWaitAsync(auction, amount));
        Assert.Equal("rejected", await other.RaiseAndWaitAsync(auction, 1));

        Assert.Empty(system.Printed[before..]);
    }
}
