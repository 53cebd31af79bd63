using System.Net;
using Api.Tests.Fixtures;
using Auctions.Views;
using Auctions.Worker.V1;
using Grpc.Core;

namespace Api.Tests;

public sealed class When_a_command_is_looked_up : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public When_a_command_is_looked_up()
    {
        _api.Reader.Commands["a1.c1"] = new CommandView("a1.c1", "bob", "raised", null, 7);
        _api.Reader.Commands["a1.c2"] = new CommandView("a1.c2", "bob", "rejected", "too-low", null);
    }

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Its_bidder_gets_its_outcome()
    {
        using var raised = await GetAsync("a1.c1", "bob", "bidder");
        using var rejected = await GetAsync("a1.c2", "bob", "bidder");

        Assert.Equal("""{"command":"a1.c1","status":"raised","seq":7}""", (await raised.ReadAsync()).ToString());
        Assert.Equal("""{"command":"a1.c2","status":"rejected","reason":"too-low"}""", (await rejected.ReadAsync()).ToString());
    }

    [Fact]
    public async Task The_outcome_of_a_pending_command_comes_from_a_worker()
    {
        _api.Worker.Knows["a1.c3"] = new GetStatusReply { Known = true, Status = "pending", User = "bob" };
        _api.Worker.Knows["a1.c4"] = new GetStatusReply { Known = true, Status = "failed", Reason = "CheckBidAmount kept failing: X", User = "bob" };
        using var pending = await GetAsync("a1.c3", "bob", "bidder");
        using var failed = await GetAsync("a1.c4", "bob", "bidder");

        Assert.Equal("""{"command":"a1.c3","status":"pending"}""", (await pending.ReadAsync()).ToString());
        Assert.Equal("""{"command":"a1.c4","status":"failed","reason":"CheckBidAmount kept failing: X"}""", (await failed.ReadAsync()).ToString());
    }

    [Fact]
    public async Task Without_a_worker_the_answer_is_503()
    {
        _api.Worker.Failure = new RpcException(new Status(StatusCode.Unavailable, "away"));
        using var answer = await GetAsync("a1.c3", "bob", "bidder");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task An_admin_gets_its_outcome_too()
    {
        using var answer = await GetAsync("a1.c1", "ann", "admin");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("a1.c1", "carol")]
    [InlineData("a1.c3", "bob")]
    [InlineData("nonsense", "bob")]
    [InlineData("a%7C%7C1.c1", "bob")]
    public async Task Everybody_else_gets_404(string id, string user)
    {
        using var answer = await GetAsync(id, user, "bidder");

        await answer.IsProblemAsync(HttpStatusCode.NotFound, "unknown-command");
    }

    private async Task<HttpResponseMessage> GetAsync(string id, string user, string role)
    {
        using var client = _api.As(user, role);
        return await client.GetAsync($"/commands/{id}", TestContext.Current.CancellationToken);
    }
}
