using Auctions.Pusher;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_a_watcher_comes_back : IDisposable
{
    private readonly House _house = new(new PusherOptions { KeptEvents = 10, QueuedFrames = 8 });

    public When_a_watcher_comes_back()
    {
        _house.Reader.Views["a1"] = Auctioned.View(3);
        _house.Watcher();
        for (var seq = 4; seq <= 20; seq++)
            _house.Deliver(seq);
    }

    [Fact]
    public async Task What_it_missed_is_all_it_gets()
    {
        Assert.Equal(["raised 18", "raised 19", "raised 20"], await _house.Watcher(after: 17).WordsAsync());
        Assert.Empty(await _house.Watcher(after: 20).WordsAsync());
    }

    [Fact]
    public async Task All_that_is_kept_fits_though_the_queue_is_shorter() =>
        Assert.Equal(Enumerable.Range(11, 10).Select(seq => $"raised {seq}"), await _house.Watcher(after: 10).WordsAsync());

    [Fact]
    public async Task Beyond_what_is_kept_it_gets_a_snapshot() =>
        Assert.Equal(["snapshot 20"], await _house.Watcher(after: 9).WordsAsync());

    [Fact]
    public async Task Having_seen_more_than_is_known_here_it_waits_for_the_event_on_its_way()
    {
        var client = _house.Watcher(after: 21);
        _house.Deliver(21, 22);
        _house.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["raised 22"], await client.WordsAsync());
        Assert.Equal(1, _house.Reader.Reads);
    }

    [Fact]
    public async Task Having_seen_more_than_is_known_here_it_gets_what_the_store_knows()
    {
        var client = _house.Watcher(after: 21);
        _house.Reader.Views["a1"] = Auctioned.View(23);
        _house.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["snapshot 23"], await client.WordsAsync());
        Assert.Equal(2, _house.Reader.Reads);
    }

    [Fact]
    public async Task Having_seen_what_never_was_it_gets_a_snapshot()
    {
        _house.Reader.Views["a1"] = Auctioned.View(20);
        var client = _house.Watcher(after: 1_000_000);
        _house.Pass(TimeSpan.FromSeconds(1));
        _house.Deliver(21);
        Assert.Equal(["snapshot 20", "raised 21"], await client.WordsAsync());
    }

    [Fact]
    public async Task Asking_twice_tells_no_event_twice()
    {
        var client = _house.Watcher(after: 17);
        client.Watch(after: 15);
        client.Watch();
        _house.Deliver(21);
        Assert.Equal(["raised 18", "raised 19", "raised 20", "snapshot 20", "raised 21"], await client.WordsAsync());
    }

    public void Dispose() => _house.Dispose();
}
