using System.Text.Json;
using Auctions.Events;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

/// <summary>Bidding is over at once; who won is decided after the raises that were received before.</summary>
public sealed class When_the_hammer_falls : IDisposable
{
    private readonly House _house = new();
    private readonly DateTimeOffset _fell = Auctioned.Start.AddSeconds(1);

    public When_the_hammer_falls()
    {
        _house.Reader.Views["a1"] = Auctioned.View(3);
        _house.Pass(_fell - Auctioned.Start);
    }

    [Fact]
    public async Task A_watcher_hears_it_before_the_close()
    {
        var client = _house.Watcher();
        _house.Deliver(Hammered());
        Assert.Equal(["snapshot 3", "hammered 4"], await client.WordsAsync());

        _house.Deliver(new AuctionClosedEvent("a1", 5, _fell, true, "bob", 11));
        Assert.Equal(["closed 5"], (await client.WordsAsync()).TakeLast(1));
    }

    [Fact]
    public async Task One_that_joins_until_the_close_gets_a_snapshot_that_says_so_and_then_the_winner()
    {
        _house.Watcher();
        _house.Deliver(Hammered());
        var late = _house.Watcher();

        using (var snapshot = JsonDocument.Parse((await late.FramesAsync())[0]))
        {
            var view = snapshot.RootElement.GetProperty("auction");
            Assert.Equal((4, "closed"), (view.GetProperty("seq").GetInt64(), view.GetProperty("status").GetString()));
            Assert.True(view.GetProperty("closing").GetBoolean());
            Assert.Equal(_fell, view.GetProperty("closesAt").GetDateTimeOffset());
            Assert.False(view.TryGetProperty("winner", out _));
        }

        _house.Deliver(new AuctionClosedEvent("a1", 5, _fell, true, "bob", 11));
        using var sold = JsonDocument.Parse((await _house.Watcher().FramesAsync())[0]);
        Assert.Equal("bob", sold.RootElement.GetProperty("auction").GetProperty("winner").GetString());
        Assert.False(sold.RootElement.GetProperty("auction").TryGetProperty("closing", out _));
    }

    [Fact]
    public async Task One_that_comes_back_gets_it_as_it_missed_it()
    {
        _house.Watcher();
        _house.Deliver(Hammered());

        Assert.Equal(["hammered 4"], await _house.Watcher(after: 3).WordsAsync());
    }

    public void Dispose() => _house.Dispose();

    private AuctionHammeredEvent Hammered() => new("a1", 4, _fell);
}
