using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_the_pusher_stops : IDisposable
{
    private readonly PusherUnderTest _pusher = new();

    [Fact]
    public async Task Sockets_are_told_to_go_elsewhere_and_the_stop_does_not_wait_for_more()
    {
        var clients = new List<LiveClient>();
        for (var client = 0; client < 20; client++)
        {
            clients.Add(await _pusher.ConnectAsync());
            await clients[^1].WatchAsync();
            Assert.Equal("snapshot 3", await clients[^1].NextAsync());
        }

        var stopping = _pusher.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);
        foreach (var client in clients)
            Assert.Equal(1012, await client.CloseCodeAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task It_is_not_ready_and_takes_no_new_ones_while_it_stops()
    {
        using var client = await _pusher.ConnectAsync();
        using var http = _pusher.CreateClient();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/health"));

        // The one client doesn't answer the close frame yet, so the stop goes on.
        var stopping = _pusher.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);
        Assert.Null(await client.NextAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "/health"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/alive"));
        using var late = new ClientWebSocket();
        late.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => late.ConnectAsync(_pusher.Url(), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.HttpStatusCode);

        Assert.Equal(1012, (int?)client.Socket.CloseStatus);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    public void Dispose() => _pusher.Dispose();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
