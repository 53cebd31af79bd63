using System.Net;
using Api.Tests.Fixtures;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Rules;

namespace Api.Tests;

public sealed class When_an_auction_is_opened : IDisposable
{
    // The fields that a body needs, without its braces.
    private const string Lamp = """
        "title":"A","currency":"EUR","startingPrice":10,"closesAt":"CLOSES"
        """;

    private const string Good = """
        {"title":"A lamp","currency":"EUR","startingPrice":10.50,"closesAt":"CLOSES"}
        """;

    private static readonly string Closes = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-ddTHH:mm:ssZ", null);

    private readonly ApiUnderTest _api = new();

    public When_an_auction_is_opened() => _api.Reader.Any = id => StubReader.View(id);

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_answer_is_the_view_and_where_it_is()
    {
        using var answer = await PostAsync(Good);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var command = _api.Dispatcher.Only<OpenAuctionCommand>();
        Assert.Equal($"/auctions/{command.Auction}", answer.Headers.Location?.OriginalString);
        Assert.Equal(command.Auction, (await answer.ReadAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_worker_gets_the_terms_and_the_seller()
    {
        using var answer = await PostAsync("""
            {"title":"A lamp","currency":"EUR","startingPrice":10.50,"closesAt":"CLOSES","opensAt":"2026-01-01T13:00:00+01:00",
             "increments":[{"from":0,"step":0.5},{"from":100,"step":5}],"reservePrice":null}
            """);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var command = _api.Dispatcher.Only<OpenAuctionCommand>();
        Assert.Equal("sue", command.Seller);
        Assert.Equal(("A lamp", "EUR", 10.50m), (command.Terms.Title, command.Terms.Currency, command.Terms.StartingPrice));
        Assert.Equal([new IncrementBand(0, 0.5m), new IncrementBand(100, 5)], command.Terms.Increments!);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), command.Terms.OpensAt);
    }

    [Fact]
    public async Task Ids_are_short_and_unique()
    {
        using var first = await PostAsync(Good);
        using var second = await PostAsync(Good);

        var ids = _api.Dispatcher.Commands.Cast<OpenAuctionCommand>().Select(command => command.Auction).ToArray();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[a-z2-7]{12}$", id));
    }

    [Theory]
    [InlineData("{}", "invalid-body", "title", "currency", "startingPrice", "closesAt")]
    [InlineData("""{"currency":"EUR","startingPrice":10,"closesAt":"CLOSES"}""", "invalid-title", "title")]
    [InlineData("""{"title":7,"currency":"EUR","startingPrice":10,"closesAt":"CLOSES"}""", "invalid-title", "title")]
    [InlineData("""{"title":"","currency":"EUR","startingPrice":10,"closesAt":"CLOSES"}""", "invalid-title", "title")]
    [InlineData("""{"title":"A","currency":"EURO","startingPrice":10,"closesAt":"CLOSES"}""", "invalid-currency", "currency")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":0,"closesAt":"CLOSES"}""", "invalid-starting-price", "startingPrice")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":-1,"closesAt":"CLOSES"}""", "invalid-starting-price", "startingPrice")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":1e30,"closesAt":"CLOSES"}""", "invalid-starting-price", "startingPrice")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":1.001,"closesAt":"CLOSES"}""", "invalid-starting-price", "startingPrice")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":10,"closesAt":"tomorrow"}""", "invalid-closes-at", "closesAt")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":10,"closesAt":1790000000}""", "invalid-closes-at", "closesAt")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":10,"closesAt":"2036-01-01T00:00:00"}""", "invalid-closes-at", "closesAt")]
    [InlineData("""{"title":"A","currency":"EUR","startingPrice":10,"closesAt":"2001-01-01T00:00:00Z"}""", "invalid-closes-at", "closesAt")]
    [InlineData("""{LAMP,"increments":{}}""", "invalid-increments", "increments")]
    [InlineData("""{LAMP,"increments":[]}""", "invalid-increments", "increments")]
    [InlineData("""{LAMP,"increments":[null]}""", "invalid-increments", "increments[0].from", "increments[0].step")]
    [InlineData("""{LAMP,"increments":[{"from":0}]}""", "invalid-increments", "increments[0].step")]
    [InlineData("""{LAMP,"increments":[{"from":0,"step":"1"}]}""", "invalid-increments", "increments[0].step")]
    [InlineData("""{LAMP,"increments":[{"from":0,"step":1,"to":2}]}""", "invalid-body", "increments[0].to")]
    [InlineData("""{LAMP,"seller":"eve"}""", "invalid-body", "seller")]
    [InlineData("""{LAMP,"reservePrice":9.99}""", "invalid-reserve-price", "reservePrice")]
    [InlineData("""{LAMP,"buyNowPrice":9.99}""", "invalid-buy-now-price", "buyNowPrice")]
    [InlineData("""{LAMP,"reservePrice":50,"buyNowPrice":49}""", "invalid-buy-now-price", "buyNowPrice")]
    [InlineData("""{LAMP,"buyNowUntil":"firstBid"}""", "invalid-buy-now-until", "buyNowUntil")]
    [InlineData("""{LAMP,"buyNowPrice":50,"buyNowUntil":"never"}""", "invalid-buy-now-until", "buyNowUntil")]
    [InlineData("""{LAMP,"softClose":{"window":"00:01:00"}}""", "invalid-soft-close", "softClose.extension")]
    [InlineData("""{LAMP,"softClose":{"window":"a minute","extension":"00:01:00"}}""", "invalid-soft-close", "softClose.window")]
    [InlineData("""{LAMP,"softClose":{"window":"00:00:00","extension":"00:01:00"}}""", "invalid-soft-close", "softClose.window")]
    [InlineData("""{LAMP,"softClose":{"window":"300.00:00:00","extension":"00:01:00"}}""", "invalid-soft-close", "softClose.window")]
    [InlineData("""{LAMP,"softClose":{"window":"00:01:00","extension":"-00:01:00"}}""", "invalid-soft-close", "softClose.extension")]
    [InlineData(
        """{LAMP,"softClose":{"window":"00:01:00","extension":"00:01:00","maxTotal":"00:00:00"}}""", "invalid-soft-close", "softClose.maxTotal")]
    [InlineData("""{LAMP,"incrementPreset":"made-up"}""", "invalid-increment-preset", "incrementPreset")]
    [InlineData("""{LAMP,"incrementPreset":"trade-me","increments":[{"from":0,"step":1}]}""", "invalid-increment-preset", "incrementPreset")]
    [InlineData("""{LAMP,"increments":[{"from":5,"step":1}]}""", "invalid-increments", "increments[0].from")]
    [InlineData("""{LAMP,"increments":[{"from":0,"step":1},{"from":0,"step":2}]}""", "invalid-increments", "increments[1].from")]
    [InlineData("""{LAMP,"increments":[{"from":0,"step":0}]}""", "invalid-increments", "increments[0].step")]
    [InlineData("""{LAMP,"ladderOnly":"yes"}""", "invalid-ladder-only", "ladderOnly")]
    public async Task A_wrong_field_is_named_and_no_worker_is_asked(string body, string type, params string[] fields)
    {
        using var answer = await PostAsync(body.Replace("LAMP", Lamp, StringComparison.Ordinal));

        await answer.NamesFieldsAsync(type, fields);
        Assert.Empty(_api.Dispatcher.Commands);
    }

    [Fact]
    public async Task Its_rules_reach_the_worker_as_they_were_written()
    {
        using var answer = await PostAsync("""
            {"title":"A","currency":"EUR","startingPrice":10,"closesAt":"CLOSES","incrementPreset":"trade-me","ladderOnly":true,"reservePrice":50,
             "buyNowPrice":99.50,"buyNowUntil":"firstBid","softClose":{"window":"00:01:00","extension":"00:02:00","maxTotal":"00:30:00"}}
            """);

        var terms = Assert.IsType<OpenAuctionCommand>(Assert.Single(_api.Dispatcher.Commands)).Terms;
        Assert.Equal(Increments.Preset("trade-me"), terms.Increments);
        Assert.Equal(
            (true, 50m, 99.50m, BuyNowUntil.FirstBid, new SoftClose(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30))),
            (terms.LadderOnly, terms.ReservePrice, terms.BuyNowPrice, terms.BuyNowUntil, terms.SoftClose));
    }

    [Fact]
    public async Task A_failure_at_the_worker_gets_503()
    {
        _api.Dispatcher.Answer = _ => Outcome.Failed("not-accepted");
        using var answer = await PostAsync(Good);

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "not-accepted");
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var sue = _api.As("sue", "seller");
        return await sue.PostAsync(
            "/auctions", Answers.Json(body.Replace("CLOSES", Closes, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
    }
}
