using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

/// <summary>
/// By default YARP sends requests to all replicas once none is healthy. A request to a stalled replica would then wait, and
/// its outcome would be unknown. The gateway answers at once that nothing happened.
/// </summary>
public sealed class When_no_replica_is_left
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Theory]
    [InlineData("dead")]
    [InlineData("stalled")]
    [InlineData("draining")]
    public async Task The_answer_is_not_accepted_and_no_replica_gets_the_request(string how)
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();

        foreach (var replica in (Replica[])[a, b])
            await LoseAsync(replica, how);
        await gateway.UntilAvailableAsync(0);
        using var posted = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);
        using var got = await http.GetAsync(Raises, GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(posted, HttpStatusCode.ServiceUnavailable, "not-accepted");
        await GatewayUnderTest.IsProblemAsync(got, HttpStatusCode.ServiceUnavailable, "not-accepted");
        Assert.Empty(a.Received.Concat(b.Received));
    }

    [Fact]
    public async Task The_gateway_is_unhealthy_and_says_why()
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a);
        using var http = gateway.Http();

        await a.KillAsync();
        await gateway.UntilAvailableAsync(0);
        using var health = await http.GetAsync(new Uri("/health", UriKind.Relative), GatewayUnderTest.Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("Unhealthy No healthy replica: api, pusher.", await health.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation));
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/alive", UriKind.Relative), GatewayUnderTest.Cancellation));
    }

    [Fact]
    public async Task A_request_that_all_refuse_before_the_first_probe_is_not_accepted_either()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = new GatewayUnderTest().To("api", a.Address, b.Address)
            .With("ReverseProxy:Clusters:api:HealthCheck:Active:Enabled", "false");
        using var http = gateway.Http();

        await a.KillAsync();
        await b.KillAsync();
        using var answer = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "not-accepted");
    }

    private static async Task LoseAsync(Replica replica, string how)
    {
        if (how == "dead")
            await replica.KillAsync();
        else if (how == "stalled")
            replica.Stall();
        else
            replica.IsDraining = true;
    }
}
