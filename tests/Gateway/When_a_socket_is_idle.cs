using System.Net.WebSockets;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

/// <summary>Only the pusher's pings and their answers tell an idle socket from a lost one.</summary>
public sealed class When_a_socket_is_idle
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_socket_with_pings_outlives_the_limit()
    {
        await using var pusher = await Replica.StartAsync("p", pings: Limit / 5);
        await using var gateway = await BeforeAsync(pusher);
        using var socket = await gateway.ConnectAsync();
        Assert.Equal("p", await socket.HearAsync());

        var hearing = socket.HearAsync();
        // The limit is real time, so the test must wait.
        await Task.Delay(Limit * 3, GatewayUnderTest.Cancellation);
        await socket.SayAsync("still here");

        Assert.Equal("still here", await hearing);
    }

    [Fact]
    public async Task A_socket_without_pings_ends()
    {
        await using var pusher = await Replica.StartAsync("p", pings: TimeSpan.FromMinutes(1));
        await using var gateway = await BeforeAsync(pusher);
        using var socket = await gateway.ConnectAsync();
        Assert.Equal("p", await socket.HearAsync());

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Assert.ThrowsAsync<WebSocketException>(socket.HearAsync);
        Assert.InRange(clock.Elapsed, Limit / 2, Limit * 8);
    }

    private static Task<GatewayUnderTest> BeforeAsync(Replica pusher) => new GatewayUnderTest()
        .To("api", pusher.Address).To("pusher", pusher.Address)
        .With("ReverseProxy:Clusters:pusher:HttpRequest:ActivityTimeout", Limit.ToString()).StartedAsync();
}
