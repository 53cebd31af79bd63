using System.Net;
using System.Net.WebSockets;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_somebody_watches : IAsyncLifetime
{
    private Replica _p = null!;
    private Replica _q = null!;
    private GatewayUnderTest _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _p = await Replica.StartAsync("p", pings: TimeSpan.FromMilliseconds(200));
        _q = await Replica.StartAsync("q");
        _gateway = await new GatewayUnderTest().To("api", _p.Address).To("pusher", _p.Address, _q.Address).StartedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _p.DisposeAsync();
        await _q.DisposeAsync();
    }

    [Fact]
    public async Task Messages_pass_both_ways()
    {
        using var socket = await _gateway.ConnectAsync();

        Assert.Contains(await socket.HearAsync(), (string[])["p", "q"]);
        await socket.SayAsync("hello");
        Assert.Equal("hello", await socket.HearAsync());
    }

    [Theory]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1012)]
    [InlineData(1013)]
    public async Task The_pushers_close_code_and_reason_pass(int code)
    {
        using var socket = await _gateway.ConnectAsync();
        await socket.SayAsync($"close {code} because");

        Assert.Equal((code, "because"), await socket.ClosedAsync());
    }

    [Fact]
    public async Task A_frame_that_is_too_big_is_closed_with_1009_by_the_pusher()
    {
        using var socket = await _gateway.ConnectAsync();
        await socket.SayAsync(new string('x', 5_000));

        Assert.Equal((1009, "too big"), await socket.ClosedAsync());
    }

    [Fact]
    public async Task The_clients_close_code_passes()
    {
        using var socket = await _gateway.ConnectAsync();
        await socket.HearAsync();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, GatewayUnderTest.Cancellation);

        Assert.Null(await socket.HearAsync());
        Assert.Contains("close 1000", _p.Received.Concat(_q.Received));
    }

    [Fact]
    public async Task A_token_as_subprotocol_is_offered_and_named_back()
    {
        using var socket = await _gateway.ConnectAsync(subprotocol: "bearer.abc.def");

        Assert.Equal("bearer.abc.def", socket.SubProtocol);
    }

    [Fact]
    public async Task A_new_socket_goes_to_the_pusher_with_the_fewest()
    {
        List<ClientWebSocket> sockets = [];
        Dictionary<string, int> at = new() { ["p"] = 0, ["q"] = 0 };
        for (var socket = 0; socket < 10; socket++)
        {
            sockets.Add(await _gateway.ConnectAsync());
            at[(await sockets[^1].HearAsync())!]++;
        }

        Assert.Equal((5, 5), (at["p"], at["q"]));
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Another_pusher_serves_when_one_has_gone()
    {
        await _p.KillAsync();
        for (var times = 0; times < 4; times++)
        {
            using var socket = await _gateway.ConnectAsync();
            Assert.Equal("q", await socket.HearAsync());
        }

        await _q.KillAsync();
        var refused = new ClientWebSocket();
        refused.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(
            new UriBuilder(_gateway.Address) { Scheme = "ws", Path = "/live" }.Uri, GatewayUnderTest.Cancellation));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.HttpStatusCode);
    }

    [Fact]
    public async Task A_pusher_that_is_killed_ends_its_sockets()
    {
        using var socket = await _gateway.ConnectAsync();
        var pusher = await socket.HearAsync() == "p" ? _p : _q;

        await pusher.KillAsync();
        await Assert.ThrowsAsync<WebSocketException>(socket.HearAsync);
    }
}
