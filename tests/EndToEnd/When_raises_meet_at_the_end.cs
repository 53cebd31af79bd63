using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_raises_meet_at_the_end(SystemFixture fixture)
{
    private const int Auctions = 20;
    private static readonly TimeSpan BetweenEnds = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_raise_behind_one_that_extends_the_auction_is_in_time()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ann = await Client.SignInAsync(system.Api, "ann", "bidder");
        using var ben = await Client.SignInAsync(system.Api, "ben", "bidder");
        var firstEnd = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3);
        var lots = Enumerable.Range(0, Auctions).Select(at => new Lot(firstEnd + (at * BetweenEnds), IsSoft: true)).ToArray();
        var auctions = await Task.WhenAll(lots.Select(lot => sella.OpenAuctionAsync(lot.Terms)));

        // From 5 to 30 ms before and after the end, so that some pairs have it between them however long a request takes.
        TimeSpan Off(int at) => TimeSpan.FromMilliseconds(5 * (1 + (at % 6)));
        var sent = await Task.WhenAll(lots.Select(async (lot, at) => await Task.WhenAll(
            RaiseAtAsync(ann, auctions[at], 10, lot.ClosesAt - Off(at)), RaiseAtAsync(ben, auctions[at], 20, lot.ClosesAt + Off(at)))));

        var pairs = 0;
        foreach (var (at, raises) in sent.Index())
        {
            var trail = await Trail.ReadAsync(sella, auctions[at], [.. raises.Select(raise => raise.Command).OfType<string>()], Patience);
            Assert.Empty(new Judge(auctions[at], lots[at], trail, raises).Check());
            if (trail.Raises is [var anns, var bens] && anns.At < lots[at].ClosesAt && bens.At >= lots[at].ClosesAt)
            {
                pairs++;
                Assert.Equal((null, null), (anns.Reason, bens.Reason));
            }
        }

        Assert.NotEqual(0, pairs);
    }

    private static async Task<Sent> RaiseAtAsync(Client bidder, string auction, decimal amount, DateTimeOffset instant)
    {
        await Clock.UntilAsync(instant);
        return await Sent.RaiseAsync(bidder, auction, amount);
    }
}
