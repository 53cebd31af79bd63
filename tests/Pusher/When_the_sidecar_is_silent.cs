using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

/// <summary>A sidecar that is stopped accepts connections and answers nothing.</summary>
public sealed class When_the_sidecar_is_silent : IDisposable
{
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pusher_that_starts_beside_it_is_alive_and_not_ready_and_accepts_no_sockets()
    {
        _silent.Start();
        using var pusher = new PusherUnderTest { HasRealSidecar = true }
            .With("DAPR_GRPC_ENDPOINT", $"http://{_silent.LocalEndpoint}");
        using var http = pusher.CreateClient();

        using var health = await http.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("doesn't hear its own heartbeat", await health.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        using var alive = await http.GetAsync(new Uri("/alive", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        await IsRefusedAsync(pusher);
    }

    [Fact]
    public async Task One_that_falls_silent_sends_the_clients_away_until_it_speaks_again()
    {
        using var pusher = new PusherUnderTest().With("Pusher:VouchSeconds", "2");
        using var client = await pusher.ConnectAsync();
        await client.WatchAsync();
        Assert.Equal("snapshot 3", await client.NextAsync());
        using var http = pusher.CreateClient();
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative), Cancelled));

        pusher.Heartbeats.IsSilent = true;
        Assert.Equal("error stream-interrupted", await client.NextAsync());
        Assert.Null(await client.NextAsync());
        Assert.Equal(1012, (int?)client.Socket.CloseStatus);
        using (var health = await http.GetAsync(new Uri("/health", UriKind.Relative), Cancelled))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        await IsRefusedAsync(pusher);

        pusher.Reader.Views["a1"] = Auctioned.View(7);
        pusher.Heartbeats.IsSilent = false;
        using var again = await pusher.ConnectAsync();
        await again.WatchAsync();
        Assert.Equal("snapshot 7", await again.NextAsync());
    }

    public void Dispose() => _silent.Dispose();

    private static async Task IsRefusedAsync(PusherUnderTest pusher)
    {
        using var refused = new ClientWebSocket();
        refused.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(pusher.Url(), Cancelled));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.HttpStatusCode);
    }
}
