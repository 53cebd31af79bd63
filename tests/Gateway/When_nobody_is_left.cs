using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

/// <summary>
/// All away is not "all available", as YARP would have it by default: a request to a replica that has stalled would wait
/// and end with nobody knowing what came of it, where now it is said at once that nothing happened.
/// </summary>
public sealed class When_nobody_is_left
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Theory]
    [InlineData("dead")]
    [InlineData("stalled")]
    [InlineData("draining")]
    public async Task Nothing_is_taken_and_it_is_said_so(string how)
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
        Assert.Empty(a.Taken.Concat(b.Taken));
    }

    [Fact]
    public async Task The_gateway_says_that_it_is_not_healthy_and_why()
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a);
        using var http = gateway.Http();

        await a.KillAsync();
        await gateway.UntilAvailableAsync(0);
        using var health = await http.GetAsync(new Uri("/health", UriKind.Relative), GatewayUnderTest.Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("Unhealthy No replica answers of api, pusher.", await health.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation));
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/alive", UriKind.Relative), GatewayUnderTest.Cancellation));
    }

    [Fact]
    public async Task What_all_refuse_before_a_probe_has_looked_was_not_taken_either()
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
