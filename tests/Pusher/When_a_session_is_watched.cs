using System.Text.Json;
using Auctions;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Sessions;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_a_session_is_watched : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly House _house = new();

    public When_a_session_is_watched()
    {
        _house.Sessions.Views["s1"] = View(3);
        _house.Reader.Views["s1-1"] = Auctioned.View(3, "s1-1");
    }

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task It_gets_the_catalogue_and_then_each_event_once_and_in_order()
    {
        var client = Watcher();
        _house.Deliver(Lot(5, 2, AuctionStatus.Open));
        _house.Deliver(Lot(4, 1, AuctionStatus.Closed));
        _house.Deliver(Lot(4, 1, AuctionStatus.Closed));
        _house.Deliver(new SessionClosedEvent("s1", 6, Auctioned.Start, 2, 1));

        Assert.Equal(["snapshot 3", "lot 4", "lot 5", "session-closed 6"], await client.WordsAsync());
    }

    [Fact]
    public async Task The_next_one_gets_a_catalogue_that_knows_what_has_happened()
    {
        Watcher();
        _house.Deliver(Lot(4, 1, AuctionStatus.Closed));
        var late = Watcher();

        Assert.Equal(["snapshot 4"], await late.WordsAsync());
        using var snapshot = JsonDocument.Parse((await late.FramesAsync())[0]);
        var session = snapshot.RootElement.GetProperty("session");
        var lot = session.GetProperty("lots")[0];
        Assert.Equal("closed", lot.GetProperty("status").GetString());
        Assert.Equal(12m, lot.GetProperty("price").GetDecimal());
        Assert.Equal("ann", lot.GetProperty("winner").GetString());
        Assert.Equal(1, session.GetProperty("sold").GetInt32());
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed()
    {
        Watcher();
        _house.Deliver(Lot(4, 1, AuctionStatus.Closed));
        _house.Deliver(Lot(5, 2, AuctionStatus.Scheduled));
        var back = _house.Join();
        back.Send("""{"type":"watch","session":"s1","after":4}""");

        Assert.Equal(["lot 5"], await back.WordsAsync());
    }

    [Fact]
    public async Task A_gap_is_covered_by_a_snapshot()
    {
        var client = Watcher();
        _house.Deliver(Lot(5, 2, AuctionStatus.Open));
        _house.Sessions.Views["s1"] = View(5);
        _house.Pass(Second);

        Assert.Equal(["snapshot 3", "snapshot 5"], await client.WordsAsync());
    }

    [Fact]
    public async Task It_is_counted_apart_from_its_lots()
    {
        var client = Watcher();
        client.Watch("s1-1");

        var frames = await client.FramesAsync();
        Assert.Contains("""{"type":"presence","session":"s1","watching":1}""", frames);
        Assert.Contains("""{"type":"presence","auction":"s1-1","watching":1}""", frames);
    }

    [Fact]
    public async Task An_event_of_a_lot_reaches_the_watchers_of_the_lot_and_the_events_of_the_session_do_not()
    {
        var client = _house.Join();
        client.Watch("s1-1");
        _house.Deliver(Lot(4, 1, AuctionStatus.Closed));
        _house.Deliver(Auctioned.At(4, "s1-1"));

        Assert.Equal(["snapshot 3", "raised 4"], await client.WordsAsync());
    }

    [Fact]
    public async Task One_that_is_unwatched_says_nothing_more()
    {
        var client = Watcher();
        client.Send("""{"type":"unwatch","session":"s1"}""");
        _house.Deliver(Lot(4, 1, AuctionStatus.Closed));

        Assert.Equal(["snapshot 3"], await client.WordsAsync());
    }

    [Theory]
    [InlineData("s2")]
    [InlineData("a||b")]
    public async Task One_that_is_not_there_is_an_error(string session)
    {
        var client = _house.Join();
        client.Send($$"""{"type":"watch","session":"{{session}}"}""");

        Assert.Equal(["error unknown-session"], await client.WordsAsync());
    }

    private Client Watcher()
    {
        var client = _house.Join();
        client.Send("""{"type":"watch","session":"s1"}""");
        return client;
    }

    private static SessionView View(long seq) => new()
    {
        Id = "s1",
        Title = "Part one",
        Seller = "sam",
        Status = AuctionStatus.Open,
        Seq = seq,
        Gap = Second,
        Sold = 0,
        Lots =
        [
            new LotView(1, "s1-1", "A clock", "EUR", AuctionStatus.Open, Auctioned.Start, Auctioned.Start.AddHours(1), 10, null),
            new LotView(2, "s1-2", "A chair", "EUR", AuctionStatus.Waiting, Auctioned.Start.AddHours(1), Auctioned.Start.AddHours(2), 10, null),
        ],
        ServerTime = Auctioned.Start,
    };

    private static LotChangedEvent Lot(long seq, int lot, AuctionStatus status) => new(
        "s1", seq, Auctioned.Start, lot, $"s1-{lot}", status, Auctioned.Start.AddHours(lot - 1), Auctioned.Start.AddHours(lot),
        status == AuctionStatus.Closed ? 12 : 10, status == AuctionStatus.Closed ? "ann" : null);
}
