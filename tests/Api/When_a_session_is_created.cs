using System.Net;
using System.Text;
using Api.Tests.Fixtures;
using Auctions.Bus;
using Auctions.Rules;
using Auctions.Sessions;

namespace Api.Tests;

public sealed class When_a_session_is_created : IDisposable
{
    // The fields that a body needs beside its lots, without its braces.
    private const string Sale = """
        "title":"S","gap":"00:00:30","duration":"00:05:00","currency":"EUR"
        """;

    private const string Lot = """{"title":"A clock","startingPrice":10}""";

    private readonly ApiUnderTest _api = new();

    public When_a_session_is_created() => _api.Sessions.Any = StubSessions.View;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_answer_is_the_view_and_where_it_is()
    {
        using var answer = await PostAsync(Session(Lot));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var command = _api.Dispatcher.Only<OpenSessionCommand>();
        Assert.Equal($"/sessions/{command.Session}", answer.Headers.Location?.OriginalString);
        var view = await answer.ReadAsync();
        Assert.Equal(command.Session, view.GetProperty("id").GetString());
        Assert.Equal("00:00:30", view.GetProperty("gap").GetString());
        Assert.False(view.TryGetProperty("interval", out _));
        Assert.Equal(["closed", "open"], view.GetProperty("lots").EnumerateArray().Select(lot => lot.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_worker_gets_the_terms_with_the_sessions_defaults()
    {
        var opensAt = TimeProvider.System.GetUtcNow().AddDays(1);
        using var answer = await PostAsync("""
            {"title":"Part one","opensAt":"OPENS","interval":"00:02:00","duration":"00:05:00","currency":"EUR","lots":[
             {"title":"A clock","startingPrice":10,"reservePrice":50},
             {"title":"A chair","startingPrice":1000,"currency":"GBP","duration":"00:07:30","incrementPreset":"trade-me",
              "softClose":{"window":"00:01:00","extension":"00:01:00"}}]}
            """.Replace("OPENS", opensAt.ToOffset(TimeSpan.FromHours(1)).ToString("O"), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var command = _api.Dispatcher.Only<OpenSessionCommand>();
        Assert.Equal("sue", command.Seller);
        Assert.Equal(
            ("Part one", opensAt, null, TimeSpan.FromMinutes(2)),
            (command.Terms.Title, command.Terms.OpensAt, command.Terms.Gap, command.Terms.Interval));
        var (clock, chair) = (command.Terms.Lots[0], command.Terms.Lots[1]);
        Assert.Equal(
            ("A clock", "EUR", 10m, 50m, TimeSpan.FromMinutes(5)),
            (clock.Terms.Title, clock.Terms.Currency, clock.Terms.StartingPrice, clock.Terms.ReservePrice, clock.Duration));
        Assert.Equal(("GBP", TimeSpan.FromMinutes(7.5)), (chair.Terms.Currency, chair.Duration));
        Assert.Equal((Increments.Preset("trade-me"), TimeSpan.FromMinutes(1)), (chair.Terms.Increments, chair.Terms.SoftClose!.Window));
    }

    [Theory]
    [InlineData("{}", "invalid-body", "title", "gap", "lots")]
    [InlineData("""{"title":"","gap":"00:00:30","duration":"00:05:00","currency":"EUR","lots":[LOT]}""", "invalid-title", "title")]
    [InlineData("""{"title":"S","duration":"00:05:00","currency":"EUR","lots":[LOT]}""", "invalid-gap", "gap")]
    [InlineData(
        """{"title":"S","gap":"00:00:30","interval":"00:00:30","duration":"00:05:00","currency":"EUR","lots":[LOT]}""",
        "invalid-interval",
        "interval")]
    [InlineData("""{"title":"S","gap":"-00:00:01","duration":"00:05:00","currency":"EUR","lots":[LOT]}""", "invalid-gap", "gap")]
    [InlineData("""{"title":"S","gap":"1.00:00:01","duration":"00:05:00","currency":"EUR","lots":[LOT]}""", "invalid-gap", "gap")]
    [InlineData("""{"title":"S","gap":30,"duration":"00:05:00","currency":"EUR","lots":[LOT]}""", "invalid-gap", "gap")]
    [InlineData("""{"title":"S","interval":"00:00:00","duration":"00:05:00","currency":"EUR","lots":[LOT]}""", "invalid-interval", "interval")]
    [InlineData(
        """{"title":"S","gap":"00:00:30","opensAt":"at noon","duration":"00:05:00","currency":"EUR","lots":[LOT]}""", "invalid-opens-at", "opensAt")]
    [InlineData(
        """{"title":"S","gap":"00:00:30","opensAt":"9999-12-31T23:59:00Z","duration":"00:05:00","currency":"EUR","lots":[LOT]}""",
        "invalid-opens-at",
        "opensAt")]
    [InlineData("""{"title":"S","gap":"00:00:30","currency":"EUR","lots":[LOT]}""", "invalid-lots", "lots[0].duration")]
    [InlineData("""{"title":"S","gap":"00:00:30","duration":"00:05:00","lots":[LOT]}""", "invalid-lots", "lots[0].currency")]
    [InlineData("""{"title":"S","gap":"00:00:30","duration":"00:00:00","currency":"EUR","lots":[LOT]}""", "invalid-lots", "lots[0].duration")]
    [InlineData("""{"title":"S","gap":"00:00:30","duration":"4000.00:00:00","currency":"EUR","lots":[LOT]}""", "invalid-lots", "lots[0].duration")]
    [InlineData("""{SALE,"lots":[]}""", "invalid-lots", "lots")]
    [InlineData("""{SALE,"lots":{}}""", "invalid-lots", "lots")]
    [InlineData("""{SALE,"lots":[LOT,null]}""", "invalid-lots", "lots[1]")]
    [InlineData("""{SALE,"lots":[LOT,{"title":"B"}]}""", "invalid-lots", "lots[1].startingPrice")]
    [InlineData("""{SALE,"lots":[LOT,{"title":"B","startingPrice":0}]}""", "invalid-lots", "lots[1].startingPrice")]
    [InlineData("""{"title":"S","gap":"00:00:30","duration":"00:05:00","currency":"EURO","lots":[LOT]}""", "invalid-lots", "lots[0].currency")]
    [InlineData(
        """{SALE,"lots":[{"title":"B","startingPrice":10,"currency":"JPY"},{"title":"B","startingPrice":10.5,"currency":"JPY"}]}""",
        "invalid-lots",
        "lots[1].startingPrice")]
    [InlineData("""{SALE,"lots":[{"title":"B","startingPrice":10,"reservePrice":9}]}""", "invalid-lots", "lots[0].reservePrice")]
    [InlineData(
        """{SALE,"lots":[{"title":"B","startingPrice":10,"softClose":{"window":"00:06:00","extension":"00:01:00"}}]}""",
        "invalid-lots",
        "lots[0].softClose.window")]
    [InlineData("""{SALE,"lots":[{"title":"B","startingPrice":10,"closesAt":"2036-01-01T00:00:00Z"}]}""", "invalid-body", "lots[0].closesAt")]
    [InlineData("""{SALE,"lots":[LOT],"seller":"eve"}""", "invalid-body", "seller")]
    public async Task A_wrong_field_is_named_and_no_worker_is_asked(string body, string type, params string[] fields)
    {
        using var answer = await PostAsync(
            body.Replace("SALE", Sale, StringComparison.Ordinal).Replace("LOT", Lot, StringComparison.Ordinal));

        await answer.NamesFieldsAsync(type, fields);
        Assert.Empty(_api.Dispatcher.Commands);
    }

    [Fact]
    public async Task It_has_200_lots_at_most()
    {
        using var most = await PostAsync(Session([.. Enumerable.Repeat(Lot, 200)]));
        Assert.Equal(HttpStatusCode.Created, most.StatusCode);

        using var more = await PostAsync(Session([.. Enumerable.Repeat(Lot, 201)]));
        await more.NamesFieldsAsync("invalid-lots", "lots");
    }

    [Fact]
    public async Task It_is_256_KiB_at_most()
    {
        using var answer = await PostAsync(Session(Lot) + new string(' ', 256 * 1024));

        await answer.IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        Assert.Empty(_api.Dispatcher.Commands);
    }

    [Fact]
    public async Task Only_a_seller_creates_one()
    {
        using var body = Answers.Json(Session(Lot));
        using var anonymous = _api.Anonymous();
        using var nobody = await anonymous.PostAsync("/sessions", body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);

        using var bob = _api.As("bob", "bidder");
        using var bidder = await bob.PostAsync("/sessions", Answers.Json(Session(Lot)), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, bidder.StatusCode);
        Assert.Empty(_api.Dispatcher.Commands);
    }

    [Fact]
    public async Task A_failure_at_the_worker_gets_503()
    {
        _api.Dispatcher.Answer = _ => Outcome.Failed("not-accepted");
        using var answer = await PostAsync(Session(Lot));

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "not-accepted");
    }

    private static string Session(params string[] lots) =>
        new StringBuilder("""{"title":"Part one","gap":"00:00:30","duration":"00:05:00","currency":"EUR","lots":[""")
            .AppendJoin(',', lots).Append("]}").ToString();

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var sue = _api.As("sue", "seller");
        return await sue.PostAsync("/sessions", Answers.Json(body), TestContext.Current.CancellationToken);
    }
}
