using System.Text.Json;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>All workers are away when an auction is to close, killed or stopped, and come back after it.</summary>
public sealed class When_the_house_is_down_over_a_close
{
    private static readonly string[] Workers = ["worker-1", "worker-2"];
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("extend"), InlineData("hold"), InlineData("close")]
    public async Task The_house_does_what_its_rule_says(string policy)
    {
        await using var system = await RunningSystem.StartAsync(environment: new Dictionary<string, string>
        {
            ["House__OutagePolicy"] = policy,
            ["House__OutageAfter"] = "00:00:05",
            // Longer than the machine takes to start the workers again.
            ["House__OutageNotice"] = "00:05:00",
        });
        using var sella = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ann = await Client.SignInAsync(system.Api, "ann", "bidder");
        using var ben = await Client.SignInAsync(system.Api, "ben", "bidder");
        foreach (var goDown in new Func<RunningSystem, DateTimeOffset, Task>[] { KillUntilAsync, StopUntilAsync })
        {
            var closesAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(15);
            var auction = await sella.OpenAuctionAsync(new Lot(closesAt, IsSoft: false).Terms);
            await using var watcher = await Watcher.StartAsync(system.Live, 0, auction);
            var raise = await ann.RaiseUntilAcceptedAsync(auction, 10);
            await Clock.UntilAsync(closesAt - Before);
            await goDown(system, closesAt + After);
            await system.WaitUntilWholeAsync(Patience);

            await CheckAsync(policy, closesAt, auction, sella, ben);

            var closed = await UntilAsync(sella, auction, view => StatusOf(view) == "closed" && !view.TryGetProperty("closing", out _));
            Assert.Equal(policy == "close" ? "ann" : "ben", closed.GetProperty("winner").GetString());
            Assert.Equal(("raised", null), await ann.OutcomeAsync(raise, Patience));
            await watcher.WaitForSeqAsync(closed.GetProperty("seq").GetInt64(), Patience);
            Assert.Empty(watcher.Broken);
            var trail = await Trail.ReadAsync(sella, auction, [raise], Patience);
            Assert.True(trail.Verdict.GetProperty("verified").GetBoolean(), $"{trail.Verdict}");
        }
    }

    private static async Task CheckAsync(string policy, DateTimeOffset closesAt, string auction, Client sella, Client ben)
    {
        if (policy == "close")
            return;
        if (policy == "hold")
        {
            var held = await UntilAsync(sella, auction, view => StatusOf(view) == "paused");
            Assert.Equal("outage", held.GetProperty("pauseReason").GetString());
            Assert.Equal("rejected", await ben.RaiseAndWaitAsync(auction, 15));
            Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{auction}/extend", new { by = TimeSpan.FromMinutes(1) }));
            Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{auction}/resume"));
        }
        else
        {
            var extended = await UntilAsync(sella, auction, view => StatusOf(view) == "open");
            // The house was away for longer than this, and the time that was left then is left again.
            Assert.InRange(extended.GetProperty("closesAt").GetDateTimeOffset(), closesAt + Before + After, DateTimeOffset.MaxValue);
        }

        Assert.Equal("raised", await ben.RaiseAndWaitAsync(auction, 20));
        Assert.Equal(("done", null), await sella.SendAndWaitAsync($"/auctions/{auction}/hammer"));
    }

    // AppHost starts a worker again, so it is killed again.
    private static async Task KillUntilAsync(RunningSystem system, DateTimeOffset until)
    {
        while (TimeProvider.System.GetUtcNow() < until)
        {
            foreach (var worker in Workers)
                system.TryKill(worker);
            await Task.Delay(100);
        }
    }

    private static async Task StopUntilAsync(RunningSystem system, DateTimeOffset until)
    {
        var pids = system.Pids();
        await using (await OsProcess.StopAsync(pids[Workers[0]]))
        await using (await OsProcess.StopAsync(pids[Workers[1]]))
            await Clock.UntilAsync(until);
    }

    private static string StatusOf(JsonElement view) => view.GetProperty("status").GetString()!;

    private static async Task<JsonElement> UntilAsync(Client client, string auction, Func<JsonElement, bool> isSo)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var view = await client.GetAsync($"/auctions/{auction}");
            if (isSo(view))
                return view;
            Assert.True(TimeProvider.System.GetUtcNow() < until, $"{view}");
            await Task.Delay(100);
        }
    }
}
