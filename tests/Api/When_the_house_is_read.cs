using System.Net;
using System.Text.Json;
using Api.Tests.Fixtures;
using Auctions;
using Auctions.Store;

namespace Api.Tests;

public sealed class When_the_house_is_read
{
    [Theory]
    [InlineData("bidder")]
    [InlineData("seller")]
    public async Task Only_admins_may(string role)
    {
        using var api = new ApiUnderTest { Documents = new EmptyHouse() };
        using var bob = api.As("bob", role);
        using var answer = await bob.GetAsync("/house", TestContext.Current.CancellationToken);
        using var nobody = await api.Anonymous().GetAsync("/house", TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await nobody.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task An_admin_sees_what_runs_and_how_fresh_that_is()
    {
        using var api = new ApiUnderTest { Documents = new EmptyHouse() };
        api.Sessions.Views["sale"] = StubSessions.View("sale");
        api.Sessions.Views["over"] = StubSessions.View("over") with { Status = AuctionStatus.Closed };

        var house = await ReadAsync(api);

        Assert.Equal("sale", Assert.Single(house.GetProperty("sessions").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(0, house.GetProperty("figures").GetProperty("open").GetInt32());
        Assert.True(house.GetProperty("figures").GetProperty("at").GetDateTimeOffset() <= house.GetProperty("serverTime").GetDateTimeOffset());
        Assert.False(house.TryGetProperty("beatAt", out _));
        Assert.Equal("""{"isConfigured":false,"items":[]}""", house.GetProperty("alerts").ToString());
    }

    [Fact]
    public async Task Firing_alerts_come_with_it_the_critical_ones_first()
    {
        await using var prometheus = await FakePrometheus.AnsweringAsync(FakePrometheus.Alerts);
        using var api = Api(prometheus.Url).With("Prometheus:RunbooksUrl", "https://git.example.com/auctions/blob/main");

        var alerts = (await ReadAsync(api)).GetProperty("alerts");

        Assert.False(alerts.TryGetProperty("problem", out _));
        Assert.Equal(
            ["ServiceDown", "AuctionsCloseLate"], alerts.GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("name").GetString()));
        Assert.Equal(
            ["https://runbooks.example.com/down", "https://git.example.com/auctions/blob/main/docs/runbooks.md#auctionscloselate"],
            alerts.GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("runbookUrl").GetString()));
        var late = alerts.GetProperty("items")[1];
        Assert.Equal("warning", late.GetProperty("severity").GetString());
        Assert.Equal("One auction of ten closes late", late.GetProperty("summary").GetString());
        Assert.Equal("The room waits.", late.GetProperty("meaning").GetString());
        Assert.Equal("docs/runbooks.md#auctionscloselate", late.GetProperty("runbook").GetString());
    }

    [Fact]
    public async Task An_address_that_is_no_web_page_is_no_link()
    {
        await using var prometheus = await FakePrometheus.AnsweringAsync(
            FakePrometheus.Alerts.Replace("https://runbooks.example.com/down", "javascript:alert(1)", StringComparison.Ordinal));
        using var api = Api(prometheus.Url).With("Prometheus:RunbooksUrl", "https://git.example.com/auctions");

        var down = (await ReadAsync(api)).GetProperty("alerts").GetProperty("items")[0];

        Assert.Equal("ServiceDown", down.GetProperty("name").GetString());
        Assert.False(down.TryGetProperty("runbookUrl", out _));
    }

    [Theory]
    [InlineData("", 503, "Prometheus answers with status 503.")]
    [InlineData("", 302, "Prometheus answers with status 302.")]
    [InlineData("<html>", 200, "Prometheus answers, but not with a list of alerts.")]
    [InlineData("""{"status":"error"}""", 200, "Prometheus answers, but not with a list of alerts.")]
    [InlineData("""{"data":{"alerts":"none"}}""", 200, "Prometheus answers, but not with a list of alerts.")]
    public async Task A_wrong_answer_of_Prometheus_costs_one_line(string body, int status, string problem)
    {
        await using var prometheus = await FakePrometheus.AnsweringAsync(body, status);
        using var api = Api(prometheus.Url);

        Assert.Equal(problem, ProblemOf(await ReadAsync(api)));
    }

    [Fact]
    public async Task An_endless_answer_of_Prometheus_costs_one_line()
    {
        await using var prometheus = await FakePrometheus.AnsweringAsync(new string(' ', 2_000_000));
        using var api = Api(prometheus.Url);

        Assert.Equal("Prometheus can't be read (ConfigurationLimitExceeded).", ProblemOf(await ReadAsync(api)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_Prometheus_costs_one_line_and_its_time_limit(bool answersHalf)
    {
        await using var prometheus = answersHalf ? await FakePrometheus.StallingAsync() : await FakePrometheus.SilentAsync();
        using var api = Api(prometheus.Url).With("Prometheus:TimeoutMilliseconds", "300");

        var house = await ReadAsync(api);

        Assert.Equal("Prometheus doesn't answer within 300 ms.", ProblemOf(house));
        Assert.True(house.TryGetProperty("figures", out _));
    }

    [Fact]
    public async Task A_Prometheus_that_is_away_costs_one_line()
    {
        var prometheus = await FakePrometheus.SilentAsync();
        using var api = Api(prometheus.Url);
        await prometheus.DisposeAsync();

        Assert.Equal("Prometheus can't be read (ConnectionError).", ProblemOf(await ReadAsync(api)));
    }

    private static ApiUnderTest Api(string prometheus) =>
        new ApiUnderTest { Documents = new EmptyHouse() }.With("Prometheus:Url", prometheus);

    private static async Task<JsonElement> ReadAsync(ApiUnderTest api)
    {
        using var ada = api.As("ada", "admin");
        using var answer = await ada.GetAsync("/house", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.ReadAsync();
    }

    private static string? ProblemOf(JsonElement house)
    {
        var alerts = house.GetProperty("alerts");
        Assert.True(alerts.GetProperty("isConfigured").GetBoolean());
        Assert.Empty(alerts.GetProperty("items").EnumerateArray());
        return alerts.GetProperty("problem").GetString();
    }

    private sealed class EmptyHouse : IDocuments
    {
        public ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation) => new(((byte[], string)?)null);

        public ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
            new(new byte[]?[keys.Count]);

        public ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
