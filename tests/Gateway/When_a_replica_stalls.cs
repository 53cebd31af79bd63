using System.Diagnostics;
using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_a_replica_stalls
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Fact]
    public async Task It_is_left_out_within_seconds_and_gets_requests_again_when_it_answers()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();

        var clock = Stopwatch.StartNew();
        a.Stall();
        await gateway.UntilAvailableAsync(1);
        // The configuration gives three seconds; the rest allows for a busy machine.
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(6));
        for (var request = 0; request < 20; request++)
            Assert.Equal("b ", await http.GetStringAsync(Raises, GatewayUnderTest.Cancellation));

        a.GoOn();
        await gateway.UntilAvailableAsync(2);
    }

    [Fact]
    public async Task A_single_slow_probe_does_not_leave_it_out()
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await new GatewayUnderTest().To("api", a.Address)
            .With("Logging:LogLevel:Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", "Information").StartedAsync();
        bool Failed() => gateway.Logged.Lines.Any(line => line.Contains("on cluster `api` failed", StringComparison.Ordinal));
        gateway.Logged.Lines.Clear();

        a.Stall();
        await GatewayUnderTest.UntilAsync(Failed);
        a.GoOn();

        // Waits for the answer to the next probe.
        gateway.Logged.Lines.Clear();
        await GatewayUnderTest.UntilAsync(
            () => gateway.Logged.Lines.Any(line => line.Contains("completed with the response code `200`", StringComparison.Ordinal)));
        Assert.DoesNotContain(gateway.Logged.Lines, line => line.Contains("'Unhealthy'", StringComparison.Ordinal));
        Assert.Equal(1, gateway.Available("api"));
    }

    [Theory]
    [InlineData("POST", "unknown-outcome")]
    [InlineData("GET", "unavailable")]
    public async Task The_caller_is_answered_in_time_and_no_other_replica_gets_the_request(string method, string slug)
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await new GatewayUnderTest().To("api", a.Address, b.Address)
            .With("ReverseProxy:Clusters:api:LoadBalancingPolicy", "FirstAlphabetical")
            .With("ReverseProxy:Clusters:api:HttpRequest:ActivityTimeout", "00:00:01").StartedAsync();
        using var http = gateway.Http();

        a.Stall();
        using var request = new HttpRequestMessage(new HttpMethod(method), Raises);
        using var answer = await http.SendAsync(request, GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, slug);
        Assert.Empty(b.Received);
    }

    [Fact]
    public async Task A_watchers_handshake_ends_in_time_too()
    {
        await using var pusher = await Replica.StartAsync("p");
        await using var gateway = await new GatewayUnderTest().To("api", pusher.Address).To("pusher", pusher.Address)
            .With("ReverseProxy:Routes:live:Timeout", "00:00:01").StartedAsync();

        pusher.Stall();
        using var http = gateway.Http();
        using var answer = await http.GetAsync(new Uri("/live", UriKind.Relative), GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable");
    }
}
