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

    [Fact]
    public async Task A_request_that_may_change_something_goes_to_no_other_and_its_outcome_is_unknown()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await Before(a.Address, b.Address)
            .With("ReverseProxy:Clusters:api:HttpRequest:ActivityTimeout", "00:00:01").StartedAsync();
        using var http = gateway.Http();

        a.Stall();
        using var answer = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unknown-outcome");
        Assert.Empty(b.Received);
    }

    [Fact]
    public async Task A_request_that_changes_nothing_goes_to_the_next_one_and_later_requests_do_not_wait()
    {
        // It answers probes, so that only the request itself finds out.
        using var silent = SilentServer();
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await Before(silent.Address, b.Address).StartedAsync();
        using var http = gateway.Http();

        Assert.Equal("b ", await http.GetStringAsync(Raises, GatewayUnderTest.Cancellation));
        await gateway.UntilAvailableAsync(1);
        using var posted = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);

        Assert.Equal("b {}", await posted.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation));
        Assert.Equal("GET /auctions/a1/raises", Assert.Single(silent.Received));
    }

    [Fact]
    public async Task It_gets_requests_again_once_the_reactivation_period_is_over()
    {
        using var silent = SilentServer();
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await Before(silent.Address, b.Address)
            .With("ReverseProxy:Clusters:api:HealthCheck:Passive:ReactivationPeriod", "00:00:00.2").StartedAsync();
        using var http = gateway.Http();

        Assert.Equal("b ", await http.GetStringAsync(Raises, GatewayUnderTest.Cancellation));
        await gateway.UntilAvailableAsync(2);
    }

    [Fact]
    public async Task The_last_one_is_not_left_out_and_has_the_whole_time_to_answer()
    {
        using var silent = SilentServer();
        using var alsoSilent = SilentServer();
        await using var gateway = await Before(silent.Address, alsoSilent.Address)
            .With("ReverseProxy:Clusters:api:LoadBalancingPolicy", "RoundRobin")
            .With("ReverseProxy:Clusters:api:HttpRequest:ActivityTimeout", "00:00:01").StartedAsync();
        using var http = gateway.Http();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => http.GetAsync(Raises, GatewayUnderTest.Cancellation)));

        foreach (var answer in answers)
            await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(1, gateway.Available("api"));
    }

    [Fact]
    public async Task A_watcher_gets_to_the_next_one()
    {
        using var silent = SilentServer();
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await new GatewayUnderTest().To("api", b.Address).To("pusher", silent.Address, b.Address)
            .With("ReverseProxy:Clusters:pusher:LoadBalancingPolicy", "FirstAlphabetical")
            .With("ReverseProxy:Clusters:pusher:Metadata:SilenceLimit", "00:00:00.3").StartedAsync();

        using var socket = await gateway.ConnectAsync();

        Assert.Equal("b", await socket.HearAsync());
        Assert.Equal("GET /live", Assert.Single(silent.Received));
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

    /// <summary>A server that accepts connections, answers probes, and is silent otherwise.</summary>
    private static ScriptedServer SilentServer() => new((_, _) => Task.Delay(Timeout.Infinite, GatewayUnderTest.Cancellation));

    private static GatewayUnderTest Before(string first, string second) => new GatewayUnderTest().To("api", first, second)
        .With("ReverseProxy:Clusters:api:LoadBalancingPolicy", "FirstAlphabetical")
        .With("ReverseProxy:Clusters:api:Metadata:SilenceLimit", "00:00:00.3")
        .With("ReverseProxy:Clusters:api:HealthCheck:Passive:ReactivationPeriod", "00:10:00");
}
