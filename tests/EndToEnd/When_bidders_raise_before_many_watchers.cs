using System.Net;
using System.Text.Json;
using Auctions.AppHost.Supervision;
using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_bidders_raise_before_many_watchers(SystemFixture fixture)
{
    private const int Watchers = 200;
    private const int Raises = 500;
    private readonly RunningSystem _system = fixture.System;

    [Fact]
    public void Everything_is_doubled()
    {
        string[] services = ["api-1", "api-2", "worker-1", "worker-2", "pusher-1", "pusher-2"];

        Assert.Equal(["gateway", .. services], _system.Pids(RunningSystem.IsService).Keys);
        Assert.Equal(services.Select(ServiceMember.SidecarOf), _system.Pids(process => !RunningSystem.IsService(process)).Keys);
    }

    [Fact]
    public async Task Every_watcher_sees_every_accepted_raise_once_in_order_and_the_highest_wins()
    {
        using var seller = await Client.SignInAsync(_system.Api, "sella", "seller");
        using var ann = await Client.SignInAsync(_system.Api, "ann", "bidder");
        using var ben = await Client.SignInAsync(_system.Api, "ben", "bidder");
        var auction = await seller.OpenAuctionAsync("A lamp");
        var watchers = await Task.WhenAll(Enumerable.Range(0, Watchers)
            .Select(at => Watcher.StartAsync(_system.Live, at % _system.Live.Count, auction)));

        var outcomes = await RaiseAsync([ann, ben], auction);

        var raised = outcomes.Where(outcome => outcome.GetProperty("status").GetString() == "raised").ToList();
        var rejected = outcomes.Where(outcome => outcome.GetProperty("status").GetString() == "rejected").ToList();
        Assert.Equal(Raises, raised.Count + rejected.Count);
        Assert.NotEmpty(rejected);
        Assert.All(rejected, outcome => Assert.Contains(outcome.GetProperty("reason").GetString(), (string[])["too-low", "already-leading"]));
        await SeeTheSameAsync(watchers, auction, raised, ann);
        await Task.WhenAll(watchers.Select(watcher => watcher.DisposeAsync().AsTask()));
    }

    // Every fifth raise is too low. Two raises are in flight at a time, so they may also overtake each other.
    private static async Task<List<JsonElement>> RaiseAsync(Client[] bidders, string auction)
    {
        var outcomes = new List<JsonElement>();
        for (var at = 0; at < Raises; at += 2)
        {
            var commands = await Task.WhenAll(Enumerable.Range(at, 2).Select(async number =>
            {
                var amount = number % 5 == 4 ? 10m + number - 3 : 10m + number;
                using var answer = await bidders[number % 2].RaiseAsync(auction, amount);
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                return (Bidder: bidders[number % 2], Command: await Client.CommandOfAsync(answer));
            }));
            foreach (var (bidder, command) in commands)
            {
                await bidder.OutcomeAsync(command, TimeSpan.FromSeconds(20));
                outcomes.Add(await bidder.GetAsync($"/commands/{command}"));
            }
        }

        return outcomes;
    }

    private static async Task SeeTheSameAsync(Watcher[] watchers, string auction, List<JsonElement> raised, Client reader)
    {
        var view = await reader.GetAsync($"/auctions/{auction}");
        var last = view.GetProperty("seq").GetInt64();
        await Task.WhenAll(watchers.Select(watcher => watcher.WaitForSeqAsync(last, TimeSpan.FromSeconds(20))));

        var accepted = raised.Select(outcome => outcome.GetProperty("command").GetString()!).ToHashSet();
        foreach (var watcher in watchers)
        {
            Assert.Empty(watcher.Broken);
            Assert.Equal(1, watcher.Connections);
            var seen = watcher.Of("raised");
            Assert.Equal(raised.Count, seen.Count);
            Assert.True(accepted.SetEquals(seen.Select(frame => frame.Command!)));
            var prices = seen.Select(frame => frame.Read().GetProperty("price").GetDecimal()).ToList();
            Assert.Equal(prices.Order(), prices);
            Assert.Equal(view.GetProperty("price").GetDecimal(), prices[^1]);
        }

        Assert.Equal(raised.Count, view.GetProperty("bids").GetInt32());
        Assert.Equal(2, view.GetProperty("participants").GetInt32());
    }
}
