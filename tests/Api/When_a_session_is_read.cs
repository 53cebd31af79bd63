using System.Net;
using Api.Tests.Fixtures;
using Auctions;
using Auctions.Rules;

namespace Api.Tests;

public sealed class When_a_session_is_read : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public When_a_session_is_read() => _api.Sessions.Views["s1"] = StubSessions.View("s1");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Nobody_needs_a_token_for_its_lots()
    {
        using var answer = await GetAsync("/sessions/s1");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lots = (await answer.ReadAsync()).GetProperty("lots").EnumerateArray().ToList();
        Assert.Equal(
            [("s1-1", 12.50m), ("s1-2", 10m)],
            lots.Select(lot => (lot.GetProperty("auction").GetString()!, lot.GetProperty("price").GetDecimal())));
        Assert.Equal("ann", lots[0].GetProperty("winner").GetString());
        Assert.False(lots[1].TryGetProperty("winner", out _));
    }

    [Fact]
    public async Task The_list_has_each_sessions_progress_without_its_lots()
    {
        using var answer = await GetAsync("/sessions");

        var session = Assert.Single((await answer.ReadAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("s1", "open", 2, 1, 2),
            (session.GetProperty("id").GetString(), session.GetProperty("status").GetString(), session.GetProperty("lots").GetInt32(),
                session.GetProperty("sold").GetInt32(), session.GetProperty("lot").GetInt32()));
    }

    [Theory]
    [InlineData("/sessions/s2")]
    [InlineData("/sessions/s%7C%7C1")]
    public async Task An_unknown_one_gets_404(string path)
    {
        using var answer = await GetAsync(path);

        await answer.IsProblemAsync(HttpStatusCode.NotFound, "unknown-session");
    }

    [Fact]
    public async Task Auctions_are_listed_with_lots_or_without()
    {
        _api.Reader.Auctions["a1"] = StubReader.View("a1", AuctionStatus.Open);
        _api.Reader.Auctions["s1-2"] = StubReader.View("s1-2", AuctionStatus.Open) with { Session = "s1", Lot = 2 };

        Assert.Equal(["a1", "s1-2"], await ListAsync("/auctions"));
        Assert.Equal(["a1", "s1-2"], await ListAsync("/auctions?lots=true"));
        Assert.Equal(["a1"], await ListAsync("/auctions?lots=false&status=open"));

        using var bad = await GetAsync("/auctions?lots=no");
        await bad.NamesFieldsAsync("invalid-lots", "lots");
    }

    private async Task<IEnumerable<string?>> ListAsync(string path)
    {
        using var answer = await GetAsync(path);
        return (await answer.ReadAsync()).GetProperty("items").EnumerateArray().Select(view => view.GetProperty("id").GetString()).Order();
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var client = _api.Anonymous();
        return await client.GetAsync(path, TestContext.Current.CancellationToken);
    }
}
