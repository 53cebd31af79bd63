using System.Net;
using Auctions.AppHost.Supervision;
using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_a_worker_is_stalled(SystemFixture fixture)
{
    private const int Raises = 8;

    [Fact]
    public async Task A_raise_that_no_worker_accepted_is_no_bid_once_they_wake_and_becomes_one_when_sent_again()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ben = await Client.SignInAsync(system.Api, "ben", "bidder");
        var auctions = await Task.WhenAll(Enumerable.Range(0, Raises).Select(at => sella.OpenAuctionAsync($"Lot {at}")));
        string[] answers;
        await using (await OsProcess.StopAsync(system.Pids()["worker-1"]))
        await using (await OsProcess.StopAsync(system.Pids()["worker-2"]))
            answers = await Task.WhenAll(auctions.Select(auction => RaiseAsync(ben, auction)));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", answers));

        // The workers first do what they got while they were stalled. Once these raises are done, that is done too.
        await system.WaitUntilWholeAsync(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, Raises)
            .Select(async _ => await ben.RaiseAndWaitAsync(await sella.OpenAuctionAsync("Another lot"), 10)));
        Assert.Contains(answers, answer => answer.StartsWith("503", StringComparison.Ordinal));
        foreach (var (auction, answer) in auctions.Zip(answers))
            if (answer == "503 not-accepted")
                Assert.Equal(0, (await ben.GetAsync($"/auctions/{auction}")).GetProperty("bids").GetInt32());

        foreach (var auction in auctions)
        {
            using var again = await ben.RaiseAsync(auction, 12, Key(auction));
            Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
            Assert.Equal(("raised", null), await ben.OutcomeAsync(await Client.CommandOfAsync(again), TimeSpan.FromSeconds(30)));
            Assert.Equal(1, (await ben.GetAsync($"/auctions/{auction}")).GetProperty("bids").GetInt32());
        }
    }

    [Fact]
    public async Task A_raise_behind_the_sidecar_that_is_stalled_goes_to_the_other_worker_in_time()
    {
        var system = fixture.System;
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ben = await Client.SignInAsync(system.Api, "ben", "bidder");
        var auctions = await Task.WhenAll(Enumerable.Range(0, 4 * Raises).Select(at => sella.OpenAuctionAsync($"Lot {at}")));

        Sent[] sent;
        await using (await OsProcess.StopAsync(system.Pids()[ServiceMember.SidecarOf("worker-1")]))
            sent = await Task.WhenAll(auctions.Select(auction => Sent.RaiseAsync(ben, auction, 12)));

        await system.WaitUntilBackAsync("worker-1", gonePid: 0, TimeSpan.FromSeconds(30));
        Assert.All(sent, raise => Assert.Equal("202", raise.Status));
        foreach (var raise in sent)
            Assert.Equal(("raised", null), await ben.OutcomeAsync(raise.Command!, TimeSpan.FromSeconds(30)));
    }

    private static string Key(string auction) => $"stalled-{auction}";

    private static async Task<string> RaiseAsync(Client bidder, string auction)
    {
        using var answer = await bidder.RaiseAsync(auction, 12, Key(auction));
        var body = await answer.Content.ReadAsStringAsync();
        return Sent.StatusOf(answer, body);
    }
}
