using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_there_are_several_replicas
{
    [Fact]
    public async Task Each_gets_some_of_the_requests()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();

        for (var request = 0; request < 40; request++)
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/x", UriKind.Relative), GatewayUnderTest.Cancellation)).StatusCode);

        Assert.Equal(40, a.Received.Count + b.Received.Count);
        // With a fair choice, fewer than five happen in one of 400,000 runs.
        Assert.InRange(a.Received.Count, 5, 35);
    }

    [Fact]
    public async Task Method_path_query_body_and_answer_pass_as_they_are()
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a);
        using var http = gateway.Http();

        var target = new Uri("/auctions/a%20b/raises?x=1%202&y", UriKind.Relative);
        using var answer = await http.PostAsync(target, new StringContent("{\"amount\":1}"), GatewayUnderTest.Cancellation);

        Assert.Equal("a {\"amount\":1}", await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation));
        Assert.Equal("POST /auctions/a%20b/raises?x=1%202&y", Assert.Single(a.Received));
    }

    [Fact]
    public async Task Health_and_liveness_are_the_gateways_own()
    {
        await using var a = await Replica.StartAsync("a");
        await using var pusher = await Replica.StartAsync("p");
        await using var gateway = await new GatewayUnderTest().To("api", a.Address).To("pusher", pusher.Address).StartedAsync();
        using var http = gateway.Http();

        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative), GatewayUnderTest.Cancellation));
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/alive", UriKind.Relative), GatewayUnderTest.Cancellation));
        Assert.Empty(a.Received);

        await pusher.KillAsync();
        await gateway.UntilAvailableAsync(0, "pusher");
        Assert.Equal(
            "Degraded No healthy replica: pusher.", await http.GetStringAsync(new Uri("/health", UriKind.Relative), GatewayUnderTest.Cancellation));
    }
}
