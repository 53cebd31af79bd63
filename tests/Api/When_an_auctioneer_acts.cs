using System.Net;
using Api.Tests.Fixtures;
using Auctions;
using Auctions.Auctioneering;
using Auctions.Rules;
using Auctions.Store;

namespace Api.Tests;

public sealed class When_an_auctioneer_acts : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public When_an_auctioneer_acts() => _api.Reader.Auctions["a1"] = StubReader.View("a1");

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("pause", DecisionKind.Pause)]
    [InlineData("resume", DecisionKind.Resume)]
    [InlineData("cancel", DecisionKind.Cancel)]
    [InlineData("hammer", DecisionKind.Hammer)]
    [InlineData("hold", DecisionKind.Hold)]
    public async Task The_owners_action_goes_to_a_worker(string path, DecisionKind action)
    {
        using var answer = await PostAsync($"/auctions/a1/{path}", null, "sue", "seller");

        var command = Assert.IsType<AuctioneerCommand>(Assert.Single(_api.Dispatcher.Commands));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(command.CommandId, (await answer.ReadAsync()).GetProperty("command").GetString());
        Assert.Equal(("a1", "sue", action), (command.Auction, command.User, command.Action));
    }

    [Fact]
    public async Task An_admin_may_change_the_increment_of_any_auction()
    {
        using var answer = await PostAsync("/auctions/a1/increment", """{"step":5}""", "ada", "admin");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(5, Assert.IsType<AuctioneerCommand>(Assert.Single(_api.Dispatcher.Commands)).Step);
    }

    [Fact]
    public async Task The_owner_releases_the_close()
    {
        using var client = _api.As("sue", "seller");
        using var answer = await client.DeleteAsync(new Uri("/auctions/a1/hold", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(DecisionKind.Release, _api.Dispatcher.Only<AuctioneerCommand>().Action);
    }

    [Fact]
    public async Task The_owner_extends_the_auction()
    {
        using var answer = await PostAsync("/auctions/a1/extend", """{"by":"00:00:30"}""", "sue", "seller");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var command = _api.Dispatcher.Only<AuctioneerCommand>();
        Assert.Equal((DecisionKind.Extend, TimeSpan.FromSeconds(30)), (command.Action, command.By));
    }

    [Fact]
    public async Task A_bid_is_voided_by_an_admin_with_a_reason()
    {
        using var answer = await PostAsync("/auctions/a1/bids/3/void", """{"reason":"typed one nought too many"}""", "ada", "admin");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var command = Assert.IsType<AuctioneerCommand>(Assert.Single(_api.Dispatcher.Commands));
        Assert.Equal((DecisionKind.Void, 3, "typed one nought too many"), (command.Action, command.Bid, command.Why));
    }

    [Theory]
    [InlineData("/auctions/a1/pause", "eve", "seller", HttpStatusCode.Forbidden, "not-your-auction")]
    [InlineData("/auctions/a1/hold", "eve", "seller", HttpStatusCode.Forbidden, "not-your-auction")]
    [InlineData("/auctions/a1/bids/3/void", "sue", "seller", HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("/auctions/other/pause", "ada", "admin", HttpStatusCode.NotFound, "unknown-auction")]
    [InlineData("/auctions/a1/bids/third/void", "ada", "admin", HttpStatusCode.NotFound, "unknown-bid")]
    public async Task Other_users_and_unknown_bids_are_refused(string path, string user, string role, HttpStatusCode status, string type)
    {
        using var answer = await PostAsync(path, """{"reason":"why not"}""", user, role);

        await answer.IsProblemAsync(status, type);
        Assert.Empty(_api.Dispatcher.Commands);
    }

    [Theory]
    [InlineData("/auctions/a1/increment", "{}", "invalid-step", "step")]
    [InlineData("/auctions/a1/increment", """{"step":0}""", "invalid-step", "step")]
    [InlineData("/auctions/a1/increment", """{"step":"1"}""", "invalid-step", "step")]
    [InlineData("/auctions/a1/extend", "{}", "invalid-by", "by")]
    [InlineData("/auctions/a1/extend", """{"by":30}""", "invalid-by", "by")]
    [InlineData("/auctions/a1/extend", """{"by":"00:00:00.9"}""", "invalid-by", "by")]
    [InlineData("/auctions/a1/extend", """{"by":"1.00:00:01"}""", "invalid-by", "by")]
    [InlineData("/auctions/a1/extend", """{"by":"-00:00:30"}""", "invalid-by", "by")]
    [InlineData("/auctions/a1/bids/3/void", "{}", "invalid-reason", "reason")]
    [InlineData("/auctions/a1/bids/3/void", """{"reason":" "}""", "invalid-reason", "reason")]
    public async Task Bad_input_is_named(string path, string body, string type, string field)
    {
        using var answer = await PostAsync(path, body, "ada", "admin");

        await answer.NamesFieldsAsync(type, field);
        Assert.Empty(_api.Dispatcher.Commands);
    }

    [Fact]
    public async Task A_change_to_a_closed_auction_gets_409()
    {
        _api.Reader.Auctions["over"] = StubReader.View("over", AuctionStatus.Closed);
        using var answer = await PostAsync("/auctions/over/pause", null, "sue", "seller");

        await answer.IsProblemAsync(HttpStatusCode.Conflict, "closed");
        Assert.Empty(_api.Dispatcher.Commands);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? body, string user, string role)
    {
        using var client = _api.As(user, role);
        return await client.PostAsync(path, body is null ? null : Answers.Json(body), TestContext.Current.CancellationToken);
    }
}
