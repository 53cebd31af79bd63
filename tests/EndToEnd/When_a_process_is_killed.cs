using System.Diagnostics;
using System.Net;
using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_a_process_is_killed(SystemFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly RunningSystem _system = fixture.System;

    [Fact]
    public async Task The_watchers_of_a_pusher_reconnect_without_a_gap_and_the_pusher_comes_back()
    {
        using var seller = await Client.SignInAsync(_system.Api, "sella", "seller");
        var bidders = await SignInTwoAsync();
        var auction = await seller.OpenAuctionAsync("A chair");
        var watchers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(at => Watcher.StartAsync(_system.Live, at % 2, auction)));

        for (var number = 0; number < 20; number++)
            Assert.Equal("raised", await bidders[number % 2].RaiseAndWaitAsync(auction, 10 + number));
        var killed = await _system.KillAsync("pusher-1");
        for (var number = 20; number < 60; number++)
            Assert.Equal("raised", await bidders[number % 2].RaiseAndWaitAsync(auction, 10 + number));

        var last = (await bidders[0].GetAsync($"/auctions/{auction}")).GetProperty("seq").GetInt64();
        await Task.WhenAll(watchers.Select(watcher => watcher.WaitForSeqAsync(last, Patience)));
        Assert.All(watchers, watcher => Assert.Empty(watcher.Broken));
        Assert.All(watchers.Where((_, at) => at % 2 == 0), watcher => Assert.True(watcher.Connections > 1));
        Assert.All(watchers, watcher => Assert.Equal(60, watcher.Of("raised").Count));

        await _system.WaitUntilBackAsync("pusher-1", killed, Patience);
        await using var late = await Watcher.StartAsync([_system.Live[0]], 0, auction);
        Assert.Equal(last, late.Seq);
        await Task.WhenAll(watchers.Select(watcher => watcher.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task The_other_worker_serves_within_a_second_and_the_caller_sees_at_most_a_503()
    {
        using var seller = await Client.SignInAsync(_system.Api, "sella", "seller");
        var bidders = await SignInTwoAsync();
        var auction = await seller.OpenAuctionAsync("A table");
        Assert.Equal("raised", await bidders[0].RaiseAndWaitAsync(auction, 10));

        var killed = await _system.KillAsync("worker-1");
        var gap = Stopwatch.StartNew();
        var accepted = new List<TimeSpan>();
        for (var number = 1; number < 100; number++)
        {
            using var answer = await bidders[number % 2].RaiseAsync(auction, 10 + number);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable]);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                accepted.Add(gap.Elapsed);
        }

        Assert.NotEmpty(accepted);
        Assert.True(accepted[0] < TimeSpan.FromSeconds(1), $"The first raise after the kill was accepted after {accepted[0]}.");
        await _system.WaitUntilBackAsync("worker-1", killed, Patience);
    }

    [Fact]
    public async Task The_hub_comes_back_and_no_acknowledged_raise_is_lost()
    {
        using var seller = await Client.SignInAsync(_system.Api, "sella", "seller");
        var bidders = await SignInTwoAsync();
        var auction = await seller.OpenAuctionAsync("A clock");
        await using var watcher = await Watcher.StartAsync(_system.Live, 0, auction);
        var commands = new List<string>();
        for (var number = 0; number < 20; number++)
        {
            if (number == 1)
                Assert.True(_system.TryKill(RunningSystem.Hub));
            commands.Add(await bidders[number % 2].RaiseUntilAcceptedAsync(auction, 10 + number));
            Assert.Equal(("raised", null), await bidders[number % 2].OutcomeAsync(commands[^1], Patience));
        }

        var last = (await bidders[0].GetAsync($"/auctions/{auction}")).GetProperty("seq").GetInt64();
        await watcher.WaitForSeqAsync(last, Patience);
        Assert.Empty(watcher.Broken);
        var bids = (await bidders[0].GetAsync($"/auctions/{auction}/bids?limit=1000")).GetProperty("items")
            .EnumerateArray().Select(bid => bid.GetProperty("command").GetString()!).ToList();
        Assert.Equal(commands, bids);
    }

    private async Task<Client[]> SignInTwoAsync() =>
        await Task.WhenAll(Client.SignInAsync(_system.Api, "ann", "bidder"), Client.SignInAsync(_system.Api, "ben", "bidder"));
}
