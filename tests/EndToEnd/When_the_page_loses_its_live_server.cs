using System.Collections.Concurrent;
using System.Text.Json;
using Auctions.AppHost.Supervision;
using Auctions.Load;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests;

/// <summary>A pusher that doesn't hear what happens says so, closes with 1012 and refuses newcomers.</summary>
[Collection<OneSystem>]
public sealed class When_the_page_loses_its_live_server(SystemFixture fixture)
{
    [Fact]
    public async Task It_goes_on_at_the_other_one_and_misses_nothing_and_a_new_page_finds_that_too()
    {
        var system = fixture.System;
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        using var ben = await Client.SignInAsync(system.Api, "ben", "bidder");
        var auction = await seller.OpenAuctionAsync("A telescope", startingPrice: 50);
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(system.Api, $"auctions/{auction}", width: 1440);
        // The page takes any live server first, and with this the first.
        await page.AddInitScriptAsync("Math.random = () => 0;");
        var sockets = new Sockets(page);
        await page.ReloadAsync();
        await Expect(page.Locator("#connection")).ToHaveAttributeAsync("data-state", "live");
        Assert.Equal(system.Live[0].Port, sockets.LastPort);

        var sidecar = system.Pids()[ServiceMember.SidecarOf("pusher-1")];
        await using (await OsProcess.StopAsync(sidecar))
        {
            await ben.RaiseAndWaitAsync(auction, 50);
            await Expect(page.Locator("#leader")).ToHaveTextAsync("ben leads");
            Assert.Equal(system.Live[1].Port, sockets.LastPort);
            Assert.Equal(1, sockets.LastAfter);
            await Expect(page.Locator("#connection")).ToHaveAttributeAsync("data-state", "live");

            await page.ReloadAsync();
            await Expect(page.Locator("#connection")).ToHaveAttributeAsync("data-state", "live");
            Assert.Equal(system.Live[1].Port, sockets.LastPort);
        }

        await system.WaitUntilBackAsync("pusher-1", gonePid: 0, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task It_waits_only_after_every_server_has_refused_it_or_sent_it_away_and_says_meanwhile_that_it_is_not_live()
    {
        var system = fixture.System;
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(system.Api, $"auctions/{await seller.OpenAuctionAsync("A lens")}", width: 375);

        // No timer of this page fires any more, so what happens in it happens at once.
        var log = await page.EvaluateAsync<string[]>("""
            async () => {
              const { Live } = await import('/js/live.js');
              const log = [];
              let socket;
              Math.random = () => 0;
              globalThis.setTimeout = () => 0;
              globalThis.WebSocket = class {
                static OPEN = 1;
                readyState = 1;
                constructor(url) { log.push(`to ${url}`); socket = this; }
                send(text) { log.push(text); }
                close() {}
              };
              const live = new Live({
                servers: async () => ['a', 'b', 'c', 'd'],
                token: () => null,
                onMessage: message => log.push(message.type),
                onState: state => log.push(state),
              });
              live.watch('auction', 'x', () => 7);
              await Promise.resolve().then(() => {}).then(() => {});
              socket.onopen();
              socket.onmessage({ data: '{"type":"error","reason":"stream-interrupted"}' });
              socket.onclose({ code: 1006 });
              socket.onopen();
              socket.onclose({ code: 1012 });
              socket.onclose({ code: 1006 });
              return log;
            }
            """);

        const string Watch = """{"type":"watch","auction":"x","after":7}""";
        Assert.Equal(
            ["connecting", "to a", "live", Watch, "connecting", "to b", "connecting", "to c", "live", Watch, "connecting", "to d", "waiting"],
            log);
    }

    /// <summary>The page's sockets, and what it asked the last of them for.</summary>
    private sealed class Sockets
    {
        private readonly ConcurrentQueue<(int Port, string Frame)> _watches = new();

        public Sockets(IPage page) => page.WebSocket += (_, socket) =>
            socket.FrameSent += (_, frame) => _watches.Enqueue((new Uri(socket.Url).Port, frame.Text!));

        public int LastPort => _watches.Last().Port;

        public long? LastAfter =>
            JsonDocument.Parse(_watches.Last().Frame).RootElement.TryGetProperty("after", out var after) ? after.GetInt64() : null;
    }
}
