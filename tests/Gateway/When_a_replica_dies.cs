using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_a_replica_dies
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Fact]
    public async Task Nobody_notices_between_two_requests_and_it_is_back_once_it_answers()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();
        // Connections to both are there to be lost.
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.GetAsync(Raises, GatewayUnderTest.Cancellation)));

        await a.KillAsync();
        for (var request = 0; request < 20; request++)
            Assert.Equal("b {}", await PostAsync(http));

        await a.StartAsync();
        await gateway.UntilAvailableAsync(2);
        a.Taken.Clear();
        for (var request = 0; request < 40; request++)
            await PostAsync(http);
        Assert.NotEmpty(a.Taken);
    }

    [Theory]
    [InlineData("POST", "{}")]
    [InlineData("POST", null)]
    [InlineData("PUT", "{}")]
    [InlineData("DELETE", null)]
    public async Task What_it_may_have_taken_is_sent_to_nobody_else_and_its_outcome_is_unknown(string method, string? body)
    {
        // It answers one request, so that the next one comes on a connection that was used before.
        using var dying = new ScriptedServer(async (connection, server) =>
        {
            if (server.Taken.Count == 1)
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
        Assert.Equal(["GET /auctions/a1/raises", $"{method} /auctions/a1/raises"], dying.Taken);
        Assert.Empty(other.Taken);
    }

    [Fact]
    public async Task A_question_is_asked_of_the_next_one()
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
        Assert.Equal("GET /auctions", dying.Taken.First());
    }

    [Fact]
    public async Task A_question_that_kills_them_all_is_not_asked_for_ever()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();

        using var answer = await http.GetAsync(new Uri("/hang-up", UriKind.Relative), GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal((1, 1), (a.Taken.Count, b.Taken.Count));
    }

    // Which of two is asked is chance otherwise.
    private static async Task<GatewayUnderTest> BeforeTheFirstAsync(ScriptedServer first, Replica other) =>
        await new GatewayUnderTest().To("api", first.Address, other.Address).With("ReverseProxy:Clusters:api:LoadBalancingPolicy", "FirstAlphabetical").StartedAsync();

    private static async Task<string> PostAsync(HttpClient http)
    {
        using var answer = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);
        return await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation);
    }
}
