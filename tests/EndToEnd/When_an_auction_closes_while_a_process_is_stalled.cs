using Auctions.AppHost.Supervision;
using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_an_auction_closes_while_a_process_is_stalled(SystemFixture fixture)
{
    private const int Auctions = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RunningSystem _system = fixture.System;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_raise_that_the_worker_acknowledged_counts(bool withItsSidecar)
    {
        using var sella = await Client.SignInAsync(_system.Api, "sella", "seller");
        using var ben = await Client.SignInAsync(_system.Api, "ben", "bidder");
        var closesAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5);
        var auctions = await Task.WhenAll(Enumerable.Range(0, Auctions)
            .Select(_ => sella.OpenAuctionAsync(new Lot(closesAt, IsSoft: false).Terms)));

        Sent[] sent;
        await Clock.UntilAsync(closesAt - TimeSpan.FromSeconds(1));
        await using (await OsProcess.StopAsync(_system.Pids()[withItsSidecar ? ServiceMember.SidecarOf("worker-1") : "worker-1"]))
        {
            await Clock.UntilAsync(closesAt - TimeSpan.FromSeconds(0.5));
            sent = await Task.WhenAll(auctions.Select(auction => Sent.RaiseAsync(ben, auction, Lot.StartingPrice)));
            // By then the other worker has closed the auctions.
            await Clock.UntilAsync(closesAt + TimeSpan.FromSeconds(4));
        }

        await _system.WaitUntilBackAsync("worker-1", gonePid: 0, Patience);
        Assert.Contains(sent, raise => raise.Command is not null);
        foreach (var raise in sent)
        {
            var trail = await Trail.ReadAsync(sella, raise.Auction, raise.Command is { } command ? [command] : [], Patience);
            Assert.Empty(new Judge(raise.Auction, new Lot(closesAt, IsSoft: false), trail, [raise]).Check());
            if (raise.Command is not null)
                Assert.Equal("raised", raise.Outcome);
        }
    }
}
