using System.Net;
using Api.Tests.Fixtures;
using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Api.Tests;

public sealed class When_an_admin_pauses_the_house : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public When_an_admin_pauses_the_house()
    {
        foreach (var (id, status, reason) in new[]
        {
            ("open-1", AuctionStatus.Open, null), ("open-2", AuctionStatus.Open, null), ("soon", AuctionStatus.Scheduled, null),
            ("halted", AuctionStatus.Paused, null), ("held", AuctionStatus.Paused, PauseReasons.Held),
            ("with-all", AuctionStatus.Paused, PauseReasons.House), ("over", AuctionStatus.Closed, null),
        })
            _api.Reader.Auctions[id] = StubReader.View(id, status) with { PauseReason = reason };
        _api.Reader.Auctions["open-2"] = _api.Reader.Auctions["open-2"] with { Session = "sale", Lot = 2 };
    }

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("/house/pause", DecisionKind.PauseAll, "open-1 open-2")]
    [InlineData("/house/resume", DecisionKind.ResumeAll, "with-all")]
    public async Task Every_auction_that_it_concerns_gets_a_command(string path, DecisionKind action, string auctions)
    {
        using var answer = await PostAsync(path);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var commands = _api.Dispatcher.Commands.Cast<AuctioneerCommand>().OrderBy(command => command.Auction).ToList();
        Assert.Equal(auctions, string.Join(" ", commands.Select(command => command.Auction)));
        Assert.All(commands, command => Assert.Equal((action, "ada"), (command.Action, command.User)));
        Assert.All(commands, command => Assert.NotNull(command.AcceptBy));
        Assert.Equal(
            commands.Select(command => command.CommandId),
            (await answer.ReadAsync()).GetProperty("accepted").EnumerateArray().Select(command => command.GetProperty("command").GetString()));
    }

    [Fact]
    public async Task The_same_key_sends_the_same_commands()
    {
        using var client = _api.As("ada", "admin");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "stop");
        for (var tried = 0; tried < 2; tried++)
            (await client.PostAsync(new Uri("/house/pause", UriKind.Relative), null, TestContext.Current.CancellationToken)).Dispose();

        Assert.Equal(2, _api.Dispatcher.Commands.Cast<AuctioneerCommand>().Select(command => command.CommandId).Distinct().Count());
    }

    [Fact]
    public async Task The_answer_lists_the_auctions_that_were_left_as_they_are()
    {
        _api.Dispatcher.Answer = command => ((AuctioneerCommand)command).Auction == "open-1" ? Outcome.Failed("overloaded") : Outcome.Pending();
        using var answer = await PostAsync("/house/pause");

        var body = await answer.ReadAsync();
        Assert.Equal("open-2", Assert.Single(body.GetProperty("accepted").EnumerateArray()).GetProperty("auction").GetString());
        var failed = Assert.Single(body.GetProperty("failed").EnumerateArray());
        Assert.Equal(("open-1", "not-accepted"), (failed.GetProperty("auction").GetString(), failed.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Without_a_worker_nothing_is_accepted()
    {
        _api.Dispatcher.Answer = _ => Outcome.Failed("not-accepted");
        using var answer = await PostAsync("/house/pause");

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "not-accepted");
    }

    [Fact]
    public async Task Nobody_else_may_do_so()
    {
        using var answer = await PostAsync("/house/pause", "sue", "seller");

        await answer.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty(_api.Dispatcher.Commands);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string user = "ada", string role = "admin")
    {
        using var client = _api.As(user, role);
        return await client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
    }
}
