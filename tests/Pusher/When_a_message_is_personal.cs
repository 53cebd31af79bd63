using Auctions.Events;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_a_message_is_personal : IDisposable
{
    private readonly House _house = new();

    public When_a_message_is_personal() => _house.Reader.Views["a1"] = Auctioned.View(3);

    [Fact]
    public async Task A_rejection_reaches_every_socket_of_the_bidder_and_nobody_else()
    {
        Client[] alice = [_house.Join("alice"), _house.Watcher("alice")];
        Client[] others = [_house.Watcher("bob"), _house.Watcher(), _house.Join()];
        _house.Deliver(new RaiseRejectedEvent("a1", "alice", "a1.c9", "too-low"));
        _house.Deliver(new RaiseRejectedEvent("a1", "alice", "a1.c9", "too-low"));

        foreach (var client in alice)
            Assert.Single(await client.WordsAsync(), word => word == "rejected too-low");
        foreach (var client in others)
            Assert.DoesNotContain("rejected too-low", await client.WordsAsync());
    }

    [Fact]
    public async Task A_bidder_who_is_outbid_is_told_once_after_the_raise_on_every_socket()
    {
        var bob = _house.Watcher("bob");
        var elsewhere = _house.Join("bob");
        var alice = _house.Watcher("alice");
        _house.Deliver(4, 4);

        Assert.Equal(["snapshot 3", "raised 4", "outbid 4"], await bob.WordsAsync());
        Assert.Equal(["outbid 4"], await elsewhere.WordsAsync());
        Assert.Equal("""{"type":"outbid","auction":"a1","seq":4,"price":12}""", (await elsewhere.FramesAsync())[0]);
        Assert.Equal(["snapshot 3", "raised 4"], await alice.WordsAsync());
    }

    [Fact]
    public async Task At_the_end_the_winner_and_those_who_bid_are_told_alone()
    {
        _house.Reader.Participants.UnionWith(["alice", "bob"]);
        var alice = _house.Join("alice");
        var bob = _house.Join("bob");
        Client[] others = [_house.Join("cid"), _house.Join()];
        for (var delivery = 0; delivery < 2; delivery++)
            _house.Deliver(new AuctionClosedEvent("a1", 4, Auctioned.Start, true, "alice", 12));

        Assert.Equal(["""{"type":"won","auction":"a1","seq":4,"price":12}"""], await alice.FramesAsync());
        Assert.Equal(["""{"type":"lost","auction":"a1","seq":4,"price":12}"""], await bob.FramesAsync());
        foreach (var client in others)
            Assert.Empty(await client.FramesAsync());
    }

    [Fact]
    public async Task Where_it_was_not_sold_all_who_bid_are_told_that_they_lost()
    {
        _house.Reader.Participants.Add("alice");
        var alice = _house.Join("alice");
        _house.Deliver(new AuctionClosedEvent("a1", 4, Auctioned.Start, false, null, 12));

        Assert.Equal(["""{"type":"lost","auction":"a1","seq":4,"price":12}"""], await alice.FramesAsync());
    }

    [Fact]
    public async Task A_store_that_is_away_at_the_end_keeps_nobody_from_winning()
    {
        _house.Reader.IsAway = true;
        var alice = _house.Join("alice");
        _house.Deliver(new AuctionClosedEvent("a1", 4, Auctioned.Start, true, "alice", 12));

        Assert.Single(await alice.FramesAsync());
    }

    [Fact]
    public async Task History_that_a_broker_replays_is_not_told()
    {
        var bob = _house.Join("bob");
        var old = Auctioned.CloudEvent(Auctioned.At(4), Auctioned.Start.AddMinutes(-10));
        Assert.True(_house.Delivery.TryDeliver(old));
        Assert.Empty(await bob.FramesAsync());
    }

    public void Dispose() => _house.Dispose();
}
