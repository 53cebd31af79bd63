using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_an_event_is_missing : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly House _house = new();

    public When_an_event_is_missing() => _house.Reader.Views["a1"] = Auctioned.View(3);

    [Fact]
    public async Task A_snapshot_covers_the_gap()
    {
        var client = _house.Watcher();
        _house.Deliver(5);
        _house.Reader.Views["a1"] = Auctioned.View(5);
        _house.Pass(Second);
        _house.Deliver(4, 5, 6);

        Assert.Equal(["snapshot 3", "snapshot 5", "raised 6"], await client.WordsAsync());
        Assert.Equal(2, _house.Reader.Reads);
    }

    [Fact]
    public async Task What_waited_follows_the_snapshot_when_the_store_was_read_before_it()
    {
        var client = _house.Watcher();
        _house.Deliver(5, 6);
        _house.Reader.Views["a1"] = Auctioned.View(4);
        _house.Pass(Second);
        Assert.Equal(["snapshot 3", "snapshot 4", "raised 5", "raised 6"], await client.WordsAsync());
    }

    [Fact]
    public async Task A_store_that_is_away_is_asked_again_until_it_answers()
    {
        var client = _house.Watcher();
        _house.Reader.IsAway = true;
        _house.Deliver(5);
        _house.Pass(5 * Second);
        Assert.Equal(["snapshot 3"], await client.WordsAsync());
        Assert.InRange(_house.Reader.Reads, 4, 8);

        _house.Reader.IsAway = false;
        _house.Reader.Views["a1"] = Auctioned.View(5);
        _house.Pass(6 * Second);
        Assert.Equal(["snapshot 3", "snapshot 5"], await client.WordsAsync());
    }

    [Fact]
    public async Task The_last_one_is_found_out_by_silence()
    {
        var client = _house.Watcher();
        _house.Reader.Views["a1"] = Auctioned.View(4);
        _house.Pass(14 * Second);
        Assert.Equal(["snapshot 3"], await client.WordsAsync());
        _house.Pass(2 * Second);
        Assert.Equal(["snapshot 3", "snapshot 4"], await client.WordsAsync());
    }

    [Fact]
    public async Task An_event_on_its_way_is_not_taken_for_lost_after_a_silence()
    {
        var client = _house.Watcher();
        _house.Pass(14.9 * Second);
        _house.Reader.Views["a1"] = Auctioned.View(4);
        _house.Pass(0.2 * Second);
        Assert.Equal(2, _house.Reader.Reads);
        _house.Deliver(4);
        _house.Pass(2 * Second);
        Assert.Equal(["snapshot 3", "raised 4"], await client.WordsAsync());
    }

    public void Dispose() => _house.Dispose();
}
