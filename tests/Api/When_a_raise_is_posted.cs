using System.Net;
using Api.Tests.Fixtures;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.Rules;

namespace Api.Tests;

public sealed class When_a_raise_is_posted : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_worker_gets_it_with_user_amount_and_time_of_receipt()
    {
        var before = TimeProvider.System.GetUtcNow();
        using var answer = await PostAsync("""{"amount":12.50}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var command = _api.Dispatcher.Only<AuctionRaiseCommand>();
        Assert.Equal(("a1", "bob", 12.50m), (command.Auction, command.Bidder, command.Amount));
        Assert.InRange(command.ReceivedAt, before, TimeProvider.System.GetUtcNow());
        Assert.StartsWith("a1.", command.CommandId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_names_the_command_and_where_its_outcome_is()
    {
        using var answer = await PostAsync("""{"amount":12.50}""");

        var id = _api.Dispatcher.Only<AuctionRaiseCommand>().CommandId;
        Assert.Equal(id, (await answer.ReadAsync()).GetProperty("command").GetString());
        Assert.Equal($"/commands/{id}", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task An_amount_may_be_written_with_an_exponent()
    {
        using var answer = await PostAsync("""{"amount":1.25e2}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(125m, _api.Dispatcher.Only<AuctionRaiseCommand>().Amount);
    }

    [Theory]
    [InlineData(Rejections.TooLow)]
    [InlineData(Rejections.Closed)]
    [InlineData(Rejections.NotOpen)]
    [InlineData(Rejections.OwnAuction)]
    [InlineData(Rejections.AlreadyLeading)]
    public async Task A_raise_that_the_rules_reject_gets_202_too(string reason)
    {
        _api.Dispatcher.Answer = _ => Outcome.Rejected(reason);
        using var answer = await PostAsync("""{"amount":12}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task A_pending_raise_gets_202()
    {
        _api.Dispatcher.Answer = _ => Outcome.Pending();
        using var answer = await PostAsync("""{"amount":12}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task An_auction_that_the_worker_does_not_know_gets_404()
    {
        _api.Dispatcher.Answer = _ => Outcome.Rejected(Rejections.UnknownAuction);
        using var answer = await PostAsync("""{"amount":12}""");

        await answer.IsProblemAsync(HttpStatusCode.NotFound, "unknown-auction");
    }

    [Theory]
    [InlineData("a%7C%7Cb")]
    [InlineData("a.b")]
    [InlineData("%20")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_malformed_id_gets_404_without_asking_a_worker(string id)
    {
        using var answer = await PostAsync("""{"amount":12}""", id);

        await answer.IsProblemAsync(HttpStatusCode.NotFound, "unknown-auction");
        Assert.Empty(_api.Dispatcher.Commands);
    }

    [Fact]
    public async Task More_decimals_than_the_currency_has_get_400_from_the_worker()
    {
        _api.Dispatcher.Answer = _ => Outcome.Invalid([new("amount", "must have at most 2 decimals")]);
        using var answer = await PostAsync("""{"amount":12.001}""");

        await answer.NamesFieldsAsync("invalid-amount", "amount");
    }

    [Fact]
    public async Task A_failure_at_the_worker_gets_503()
    {
        _api.Dispatcher.Answer = _ => Outcome.Failed("not-accepted");
        using var answer = await PostAsync("""{"amount":12}""");

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "not-accepted");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task An_unexpected_error_gets_500_without_its_details()
    {
        _api.Dispatcher.Answer = _ => throw new InvalidOperationException("hush");
        using var answer = await PostAsync("""{"amount":12}""");

        var problem = await answer.IsProblemAsync(HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("hush", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_accepts_HTML_gets_problems_as_JSON_too()
    {
        using var bob = _api.As("bob", "bidder");
        bob.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await bob.PostAsync("/auctions/a1/raises", Answers.Json("{}"), TestContext.Current.CancellationToken);
        using var elsewhere = await bob.GetAsync("/nowhere", TestContext.Current.CancellationToken);

        await answer.NamesFieldsAsync("invalid-amount", "amount");
        await elsewhere.IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string auction = "a1")
    {
        using var bob = _api.As("bob", "bidder");
        return await bob.PostAsync($"/auctions/{auction}/raises", Answers.Json(body), TestContext.Current.CancellationToken);
    }
}
