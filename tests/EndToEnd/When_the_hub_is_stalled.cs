using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_the_hub_is_stalled(SystemFixture fixture)
{
    private static readonly TimeSpan BetweenRaises = TimeSpan.FromSeconds(0.4);

    // Within the deadline of the first raise.
    private static readonly TimeSpan Stalls = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_raises_that_came_meanwhile_are_decided_in_the_order_of_their_receipt()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        var bidders = await Task.WhenAll(Enumerable.Range(0, 5).Select(at => Client.SignInAsync(system.Api, $"bidder-{at}", "bidder")));
        var lot = new Lot(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(10), IsSoft: false);
        var auction = await sella.OpenAuctionAsync(lot.Terms);

        List<Task<Sent>> sending = [];
        await using (await OsProcess.StopAsync(system.FindPid(RunningSystem.Hub)!.Value))
        {
            var goesOn = Task.Delay(Stalls, TestContext.Current.CancellationToken);
            foreach (var (at, bidder) in bidders.Index())
            {
                sending.Add(Sent.RaiseAsync(bidder, auction, 10 + at));
                await Task.Delay(BetweenRaises, TestContext.Current.CancellationToken);
            }

            await goesOn;
        }

        var sent = await Task.WhenAll(sending);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", sent.Select(raise => raise.Status)));
        var trail = await Trail.ReadAsync(sella, auction, [.. sent.Select(raise => raise.Command).OfType<string>()], Patience);
        Assert.Empty(new Judge(auction, lot, trail, sent).Check());
        Assert.Equal(trail.Raises.OrderBy(raise => raise.At), trail.Raises);
        Assert.Contains(sent, raise => raise.Command is not null);
        Assert.All(sent.Where(raise => raise.Command is not null), raise => Assert.Equal("raised", raise.Outcome));
        foreach (var bidder in bidders)
            bidder.Dispose();
    }
}
