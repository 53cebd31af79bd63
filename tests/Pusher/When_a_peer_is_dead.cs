using System.Net.Sockets;
using System.Text;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_a_peer_is_dead : IDisposable
{
    private readonly PusherUnderTest _pusher = new();

    [Fact]
    public async Task It_is_let_go_when_it_answers_no_ping()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var url = _pusher.With("Pusher:KeepAliveSeconds", "1").Url();
        using var peer = new TcpClient();
        await peer.ConnectAsync(url.Host, url.Port, cancellation);
        var stream = peer.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /live HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"),
            cancellation);

        // A peer that reads but never answers sees pings, and then the end.
        var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, cancellation).WaitAsync(TimeSpan.FromSeconds(20), cancellation);
        }
        catch (IOException)
        {
            // A reset is an end, too.
        }

        Assert.StartsWith("HTTP/1.1 101", Encoding.ASCII.GetString(all.ToArray()), StringComparison.Ordinal);
        _pusher.Connections.RefuseNew();
        await _pusher.Connections.EmptyAsync().WaitAsync(TimeSpan.FromSeconds(10), cancellation);
    }

    public void Dispose() => _pusher.Dispose();
}
