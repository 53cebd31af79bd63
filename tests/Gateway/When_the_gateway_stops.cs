using System.Net;
using System.Net.WebSockets;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_the_gateway_stops
{
    [Fact]
    public async Task Watchers_are_told_to_reconnect_and_the_pusher_learns_that_they_left()
    {
        await using var pusher = await Replica.StartAsync("p");
        await using var gateway = await BeforeAsync(pusher);
        List<ClientWebSocket> sockets = [];
        for (var socket = 0; socket < 20; socket++)
        {
            sockets.Add(await gateway.ConnectAsync());
            await sockets[^1].HearAsync();
        }

        var stopping = gateway.StopAsync();
        foreach (var socket in sockets)
            Assert.Equal((1012, "This server is going away."), await socket.ClosedAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), GatewayUnderTest.Cancellation);

        Assert.Equal(20, pusher.Received.Count(received => received == "close 1012"));
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_watcher_that_does_not_answer_the_close_does_not_delay_the_stop()
    {
        await using var pusher = await Replica.StartAsync("p");
        await using var gateway = await BeforeAsync(pusher);
        using var socket = await gateway.ConnectAsync();
        await socket.HearAsync();

        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(15), GatewayUnderTest.Cancellation);
        Assert.Null(await socket.HearAsync());
        Assert.Equal(1012, (int?)socket.CloseStatus);
    }

    [Fact]
    public async Task Current_requests_are_answered_and_the_gateway_is_unhealthy()
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await new GatewayUnderTest().To("api", a.Address).With("Shutdown:DrainSeconds", "2").StartedAsync();
        using var http = gateway.Http();
        a.Stall();
        var asking = http.GetStringAsync(new Uri("/x", UriKind.Relative), GatewayUnderTest.Cancellation);

        var stopping = gateway.StopAsync();
        using var health = await http.GetAsync(new Uri("/health", UriKind.Relative), GatewayUnderTest.Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.False(stopping.IsCompleted);
        a.GoOn();

        Assert.Equal("a ", await asking);
        await stopping.WaitAsync(TimeSpan.FromSeconds(15), GatewayUnderTest.Cancellation);
    }

    private static Task<GatewayUnderTest> BeforeAsync(Replica pusher) =>
        new GatewayUnderTest().To("api", pusher.Address).To("pusher", pusher.Address).StartedAsync();
}
