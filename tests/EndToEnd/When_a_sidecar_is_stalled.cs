using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Auctions.AppHost.Supervision;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>No connection breaks when a process is stopped. The others must find out by themselves that it does nothing.</summary>
[Collection<OneSystem>]
public sealed class When_a_sidecar_is_stalled(SystemFixture fixture) : IAsyncLifetime
{
    // What the heartbeat is given (3 s), and some time for a machine under load.
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(10);

    private readonly RunningSystem _system = fixture.System;
    private Client _ben = null!;
    private Client _ann = null!;
    private string _auction = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var sella = await Client.SignInAsync(_system.Api, "sella", "seller");
        _ben = await Client.SignInAsync(_system.Api, "ben", "bidder");
        _ann = await Client.SignInAsync(_system.Api, "ann", "bidder");
        _auction = await sella.OpenAuctionAsync("A lamp");
    }

    public ValueTask DisposeAsync()
    {
        _ben.Dispose();
        _ann.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_watchers_of_its_pusher_go_on_at_the_other_and_miss_nothing()
    {
        await using var here = await Watcher.StartAsync(_system.Live, 0, _auction);
        await using var there = await Watcher.StartAsync(_system.Live, 1, _auction);
        using var socket = await WatchAsync();
        var sidecar = ServiceMember.SidecarOf("pusher-1");
        var pid = _system.Pids()[sidecar];

        await using (await OsProcess.StopAsync(pid))
        {
            await RaiseAsync(10, 14);

            var frames = await UntilClosedAsync(socket);
            Assert.Equal(1012, (int?)socket.CloseStatus);
            Assert.Equal("stream-interrupted", frames[^1].GetProperty("reason").GetString());
            var (status, reasons) = await HealthAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("heartbeat", reasons, StringComparison.Ordinal);

            await here.WaitForSeqAsync(6, Seconds);
            await there.WaitForSeqAsync(6, Seconds);
            Assert.Empty(here.Broken);
            Assert.Equal(1, here.Snapshots);
        }

        await _system.WaitUntilBackAsync("pusher-1", gonePid: 0, TimeSpan.FromSeconds(30));
        using var again = await WatchAsync();
        Assert.Equal(6, SeqOf(await NextAsync(again)));
    }

    [Fact]
    public async Task A_pusher_that_was_stopped_itself_tells_nothing_of_before_once_it_goes_on()
    {
        await RaiseAsync(10, 10);
        using var before = await WatchAsync();
        using var during = await WatchAsync();
        Assert.Equal((2, 2), (SeqOf(await NextAsync(before)), SeqOf(await NextAsync(during))));
        var pid = _system.Pids()["pusher-1"];

        await using (await OsProcess.StopAsync(pid))
        {
            await RaiseAsync(11, 14);
            // The vouch that the pusher had has expired by then.
            await Task.Delay(TimeSpan.FromSeconds(5), Cancelled);
            await SendWatchAsync(during);
        }

        var frames = await UntilClosedAsync(during);
        Assert.DoesNotContain(frames, frame => frame.GetProperty("type").GetString() == "snapshot");
        await UntilClosedAsync(before);
        Assert.Equal((1012, 1012), ((int?)before.CloseStatus, (int?)during.CloseStatus));

        await _system.WaitUntilBackAsync("pusher-1", gonePid: 0, TimeSpan.FromSeconds(30));
        using var again = await WatchAsync();
        Assert.Equal(6, SeqOf(await NextAsync(again)));
    }

    // The two raise in turn, so that each raise leads.
    private async Task RaiseAsync(int first, int last)
    {
        for (var amount = first; amount <= last; amount++)
            await (amount % 2 == 0 ? _ben : _ann).RaiseAndWaitAsync(_auction, amount);
    }

    private async Task<ClientWebSocket> WatchAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(_system.Live[0], Cancelled);
        await SendWatchAsync(socket);
        return socket;
    }

    private Task SendWatchAsync(ClientWebSocket socket) => socket.SendAsync(
        Encoding.UTF8.GetBytes($$"""{"type":"watch","auction":"{{_auction}}"}"""), WebSocketMessageType.Text, endOfMessage: true, Cancelled);

    private static int SeqOf(JsonElement? snapshot) => snapshot!.Value.GetProperty("auction").GetProperty("seq").GetInt32();

    /// <summary>The next frame but presence; null once the server closes.</summary>
    private static async Task<JsonElement?> NextAsync(ClientWebSocket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(2 * Seconds);
        var buffer = new byte[16_384];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            if (read.MessageType == WebSocketMessageType.Close)
                return null;
            Assert.True(read.EndOfMessage);
            var frame = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, read.Count));
            if (frame.GetProperty("type").GetString() != "presence")
                return frame;
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> UntilClosedAsync(ClientWebSocket socket)
    {
        List<JsonElement> frames = [];
        while (await NextAsync(socket) is { } frame)
            frames.Add(frame);
        return frames;
    }

    private async Task<(HttpStatusCode Status, string Reasons)> HealthAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new UriBuilder(_system.Live[0]) { Scheme = "http", Path = "/health" }.Uri, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }
}
