using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_a_replica_dies
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Fact]
    public async Task No_request_fails_and_it_gets_requests_again_once_it_answers()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();
        // The gateway now has connections to both, which it can lose.
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.GetAsync(Raises, GatewayUnderTest.Cancellation)));

        await a.KillAsync();
        for (var request = 0; request < 20; request++)
            Assert.Equal("b {}", await PostAsync(http));

        await a.StartAsync();
        await gateway.UntilAvailableAsync(2);
        a.Received.Clear();
        for (var request = 0; request < 40; request++)
            await PostAsync(http);
        Assert.NotEmpty(a.Received);
    }

    [Theory]
    [InlineData("POST", "{}")]
    [InlineData("POST", null)]
    [InlineData("PUT", "{}")]
    [InlineData("DELETE", null)]
    public async Task A_request_it_may_have_received_goes_to_no_other_and_its_outcome_is_unknown(string method, string? body)
    {
        // The server answers one request, so that the next one reuses the connection.
        using var dying = new ScriptedServer(async (connection, server) =>
        {
            if (server.Received.Count == 1)
            {
                await ScriptedServer.AnswerAsync(connection, "first");
                return;
            }

            server.Dispose();
            connection.Close();
        });
        await using var other = await Replica.StartAsync("other");
        await using var gateway = await BeforeTheFirstAsync(dying, other);
        using var http = gateway.Http();
        Assert.Equal("first", await http.GetStringAsync(Raises, GatewayUnderTest.Cancellation));

        using var request = new HttpRequestMessage(new HttpMethod(method), Raises);
        request.Content = body is null ? null : new StringContent(body);
        using var answer = await http.SendAsync(request, GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unknown-outcome");
        Assert.Equal(["GET /auctions/a1/raises", $"{method} /auctions/a1/raises"], dying.Received);
        Assert.Empty(other.Received);
    }

    [Fact]
    public async Task A_request_that_changes_nothing_goes_to_the_next_one()
    {
        using var dying = new ScriptedServer((connection, server) =>
        {
            server.Dispose();
            connection.Close();
            return Task.CompletedTask;
        });
        await using var other = await Replica.StartAsync("other");
        await using var gateway = await BeforeTheFirstAsync(dying, other);
        using var http = gateway.Http();

        Assert.Equal("other ", await http.GetStringAsync(new Uri("/auctions", UriKind.Relative), GatewayUnderTest.Cancellation));
        Assert.Equal("GET /auctions", dying.Received.First());
    }

    [Fact]
    public async Task A_request_that_kills_every_replica_is_not_repeated_for_ever()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();

        using var answer = await http.GetAsync(new Uri("/hang-up", UriKind.Relative), GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal((1, 1), (a.Received.Count, b.Received.Count));
    }

    // Without this policy the first replica would be a random one.
    private static async Task<GatewayUnderTest> BeforeTheFirstAsync(ScriptedServer first, Replica other) =>
        await new GatewayUnderTest().To("api", first.Address, other.Address)
            .With("ReverseProxy:Clusters:api:LoadBalancingPolicy", "FirstAlphabetical").StartedAsync();

    private static async Task<string> PostAsync(HttpClient http)
    {
        using var answer = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);
        return await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation);
    }
}
