using System.Net;
using System.Net.Http.Headers;
using Api.Tests.Fixtures;
using Auctions;
using Auctions.Rules;

namespace Api.Tests;

public sealed class When_an_auction_is_read : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public When_an_auction_is_read()
    {
        _api.Reader.Auctions["a1"] = StubReader.View("a1", AuctionStatus.Open, seq: 7);
        _api.Reader.Auctions["a2"] = StubReader.View("a2", AuctionStatus.Closed, seq: 9);
    }

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Nobody_needs_a_token_for_the_view()
    {
        using var answer = await GetAsync("/auctions/a1");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var view = await answer.ReadAsync();
        Assert.Equal("a1", view.GetProperty("id").GetString());
        Assert.Equal("open", view.GetProperty("status").GetString());
        Assert.Equal(10.50m, view.GetProperty("price").GetDecimal());
        Assert.False(view.TryGetProperty("leader", out _));
        Assert.Equal("1970-01-01T00:00:00Z", view.GetProperty("opensAt").GetString());
    }

    [Theory]
    [InlineData("TAG", HttpStatusCode.NotModified)]
    [InlineData("W/TAG", HttpStatusCode.NotModified)]
    [InlineData("\"1\", TAG", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"6\"", HttpStatusCode.OK)]
    [InlineData("7", HttpStatusCode.OK)]
    public async Task A_client_with_the_current_view_gets_304(string ifNoneMatch, HttpStatusCode status)
    {
        using var first = await GetAsync("/auctions/a1");
        var tag = first.Headers.ETag!;
        using var answer = await GetAsync("/auctions/a1", ifNoneMatch.Replace("TAG", tag.Tag, StringComparison.Ordinal));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(tag, answer.Headers.ETag);
    }

    [Fact]
    public async Task A_status_that_only_the_clock_changed_makes_a_new_view()
    {
        using var first = await GetAsync("/auctions/a1");
        var tag = first.Headers.ETag!.Tag;
        _api.Reader.Auctions["a1"] = _api.Reader.Auctions["a1"] with { ServerTime = DateTimeOffset.UnixEpoch.AddSeconds(1) };
        using var same = await GetAsync("/auctions/a1", tag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        _api.Reader.Auctions["a1"] = _api.Reader.Auctions["a1"] with { Status = AuctionStatus.Closed };
        using var closed = await GetAsync("/auctions/a1", tag);
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
    }

    [Theory]
    [InlineData("/auctions/a3")]
    [InlineData("/auctions/a3/bids")]
    [InlineData("/auctions/a%7C%7C1")]
    [InlineData("/auctions/a%7C%7C1/bids")]
    public async Task An_unknown_one_gets_404(string path)
    {
        using var answer = await GetAsync(path);

        await answer.IsProblemAsync(HttpStatusCode.NotFound, "unknown-auction");
    }

    [Theory]
    [InlineData("/auctions", 2)]
    [InlineData("/auctions?status=open", 1)]
    [InlineData("/auctions?status=paused", 0)]
    public async Task The_list_can_be_narrowed_by_status(string path, int count)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(count, (await answer.ReadAsync()).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("/auctions?status=opened", "invalid-status", "status")]
    [InlineData("/auctions?status=", "invalid-status", "status")]
    [InlineData("/auctions?status=1", "invalid-status", "status")]
    [InlineData("/auctions?status=open,closed", "invalid-status", "status")]
    [InlineData("/auctions/a1/bids?after=-1", "invalid-after", "after")]
    [InlineData("/auctions/a1/bids?after=x", "invalid-after", "after")]
    [InlineData("/auctions/a1/bids?after=99999999999999999999", "invalid-after", "after")]
    [InlineData("/auctions/a1/bids?limit=0", "invalid-limit", "limit")]
    [InlineData("/auctions/a1/bids?limit=1001", "invalid-limit", "limit")]
    [InlineData("/auctions/a1/bids?limit=1.5", "invalid-limit", "limit")]
    public async Task A_bad_parameter_is_named(string path, string type, string field)
    {
        using var answer = await GetAsync(path);

        await answer.NamesFieldsAsync(type, field);
    }

    [Theory]
    [InlineData("", 0, 100)]
    [InlineData("?after=5&limit=1000", 5, 1000)]
    public async Task Bids_come_in_pages(string query, long after, int limit)
    {
        using var answer = await GetAsync($"/auctions/a1/bids{query}");

        Assert.Equal((after, limit), _api.Reader.BidsAskedFor);
        var bid = Assert.Single((await answer.ReadAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal(["seq", "bidder", "amount", "at", "command", "automatic"], bid.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task A_store_that_is_away_gets_503()
    {
        _api.Reader.Failure = new TimeoutException();
        using var answer = await GetAsync("/auctions/a1");

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? ifNoneMatch = null)
    {
        using var client = _api.Anonymous();
        if (ifNoneMatch is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await client.GetAsync(path, TestContext.Current.CancellationToken);
    }
}
