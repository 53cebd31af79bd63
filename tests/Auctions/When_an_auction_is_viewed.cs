using System.Text.Json;
using Auctions.Events;
using Auctions.Views;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_an_auction_is_viewed
{
    private readonly House _house = new();

    [Fact]
    public async Task Its_status_goes_by_the_clock()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: TimeSpan.FromMinutes(1))));
        var head = await _house.HeadAsync();
        AuctionStatus At(double minutes) => AuctionViews.Of(head.State, House.Noon.AddMinutes(minutes)).Status;

        Assert.Equal(AuctionStatus.Scheduled, At(0.999));
        Assert.Equal(AuctionStatus.Open, At(1));
        Assert.Equal(AuctionStatus.Open, At(59.999));
        Assert.Equal(AuctionStatus.Closed, At(60));
    }

    [Fact]
    public async Task Moved_on_by_each_event_it_is_the_view_of_the_state()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: TimeSpan.FromMinutes(1))));
        var view = await _house.ViewAsync();
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        await _house.First.SendAsync(_house.Raising("ann", 10, "1"));
        await _house.First.SendAsync(_house.Raising("bob", 30, "2"));
        _house.Time.Advance(TimeSpan.FromHours(1));
        await _house.First.Lifetime.AdvanceAsync(House.Auction, CancellationToken.None);

        foreach (var happened in await _house.HistoryAsync())
        {
            view = AuctionViews.Apply(view, happened);
            Assert.Same(view, AuctionViews.Apply(view, happened));
        }

        Assert.Equal(await _house.ViewAsync(), AuctionViews.At(view, _house.Time.GetUtcNow()));
    }

    [Fact]
    public async Task After_the_hammer_it_is_closing_until_the_winner_is_decided_whether_it_is_read_or_followed()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("ann", 10, "1"));
        var followed = await _house.ViewAsync();
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        var hammeredAt = _house.Time.GetUtcNow();
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Hammer, "h"));
        followed = AuctionViews.At(AuctionViews.Apply(followed, Assert.IsType<AuctionHammeredEvent>((await _house.HistoryAsync())[^1])), hammeredAt);

        var read = await _house.ViewAsync();
        Assert.Equal((AuctionStatus.Closed, true, hammeredAt, null), (read.Status, read.Closing, read.ClosesAt, read.Winner));
        Assert.Equal(read, followed);
        Assert.True(JsonSerializer.SerializeToElement(read, AuctionJson.Options).GetProperty("closing").GetBoolean());

        _house.Time.Advance(AuctionRules.ClosingGrace);
        await _house.First.Lifetime.AdvanceAsync(House.Auction, CancellationToken.None);
        read = await _house.ViewAsync();
        Assert.Equal((AuctionStatus.Closed, false, "ann"), (read.Status, read.Closing, read.Winner));
        Assert.Equal(read, AuctionViews.At(AuctionViews.Apply(followed, (await _house.HistoryAsync())[^1]), _house.Time.GetUtcNow()));
    }

    [Fact]
    public async Task One_that_the_clock_has_closed_is_open_again_after_a_raise_that_moves_its_end()
    {
        var soft = new SoftClose(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2));
        await _house.First.SendAsync(_house.Opening(House.Terms() with { SoftClose = soft }));
        _house.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(5));
        var raise = _house.Raising("ann", 10, "1");
        _house.Time.Advance(TimeSpan.FromMilliseconds(10));
        var closing = await _house.ViewAsync();
        Assert.True(closing.Closing);
        await _house.First.SendAsync(raise);

        var followed = AuctionViews.Apply(closing, (await _house.HistoryAsync())[^1]);
        Assert.Equal(await _house.ViewAsync(), AuctionViews.At(followed, _house.Time.GetUtcNow()));
        Assert.Equal(AuctionStatus.Open, followed.Status);
    }

    [Fact]
    public async Task The_list_has_the_next_to_close_first_and_the_last_closed_before_those_closed_earlier()
    {
        foreach (var (id, minutes) in new[] { ("c", 30), ("a", 5), ("d", 60), ("b", 10) })
            await _house.First.SendAsync(_house.Opening(House.Terms(closesIn: TimeSpan.FromMinutes(minutes)), auction: id));
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: TimeSpan.FromHours(1), closesIn: TimeSpan.FromHours(2)), auction: "e"));
        _house.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(["c", "d", "e", "b", "a"], await ListAsync(null));
        Assert.Equal(["c", "d"], await ListAsync(AuctionStatus.Open));
        Assert.Equal(["b", "a"], await ListAsync(AuctionStatus.Closed));
        Assert.Equal(["e"], await ListAsync(AuctionStatus.Scheduled));
        Assert.Empty(await ListAsync(AuctionStatus.Paused));
    }

    [Fact]
    public async Task Its_JSON_is_the_view_of_the_contract()
    {
        await _house.First.SendAsync(_house.Opening());
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(await _house.ViewAsync(), AuctionJson.Options));
        Assert.Equal(
            ["id", "title", "currency", "seller", "status", "seq", "price", "nextMinimum", "bids", "participants",
                "reserveMet", "opensAt", "closesAt", "serverTime"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("open", json.RootElement.GetProperty("status").GetString());
    }

    private async Task<IEnumerable<string>> ListAsync(AuctionStatus? status) =>
        (await _house.Reader.ListAsync(status, withLots: true, CancellationToken.None)).Select(view => view.Id);
}
