using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_many_join : IDisposable
{
    private readonly House _house = new();

    public When_many_join() => _house.Reader.Views["a1"] = Auctioned.View(3);

    [Fact]
    public async Task The_store_is_read_once()
    {
        _house.Reader.Gate = new TaskCompletionSource();
        var early = Enumerable.Range(0, 50).Select(_ => _house.Watcher()).ToList();
        _house.Reader.Gate.SetResult();
        foreach (var client in early)
            await client.Socket.CountAsync(1);
        _house.Deliver(4);
        var late = Enumerable.Range(0, 50).Select(_ => _house.Watcher()).ToList();

        foreach (var client in early)
            Assert.Equal(["snapshot 3", "raised 4"], await client.WordsAsync());
        foreach (var client in late)
            Assert.Equal(["snapshot 4"], await client.WordsAsync());
        Assert.Equal(1, _house.Reader.Reads);
    }

    [Fact]
    public async Task The_snapshot_is_one_until_its_time_is_old()
    {
        var one = _house.Watcher();
        var two = _house.Watcher();
        _house.Time.Advance(TimeSpan.FromMilliseconds(300));
        var three = _house.Watcher();
        foreach (var client in (Client[])[one, two, three])
            await client.FramesAsync();

        Assert.Same(one.Socket.Sent[0], two.Socket.Sent[0]);
        Assert.NotSame(one.Socket.Sent[0], three.Socket.Sent[0]);
        Assert.Contains("\"serverTime\":\"2026-11-24T12:00:00.3", three.Socket.Texts[0]);
    }

    [Fact]
    public async Task A_store_that_is_away_is_said_so_and_the_snapshot_follows()
    {
        _house.Reader.IsAway = true;
        var client = _house.Watcher();
        _house.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(["error store-unavailable"], await client.WordsAsync());

        _house.Reader.IsAway = false;
        _house.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(["error store-unavailable", "snapshot 3"], await client.WordsAsync());
    }

    [Fact]
    public async Task A_store_that_never_answers_counts_as_away()
    {
        _house.Reader.Gate = new TaskCompletionSource();
        var client = _house.Watcher();
        _house.Pass(TimeSpan.FromSeconds(4));
        await client.Socket.CountAsync(1);
        Assert.Equal(["error store-unavailable"], await client.WordsAsync());
    }

    [Fact]
    public async Task An_unknown_auction_is_an_error_now_and_none_once_it_is_there()
    {
        var client = _house.Join();
        client.Watch("a2");
        Assert.Equal(["error unknown-auction"], await client.WordsAsync());
        _house.Streams.Tick();
        Assert.Equal(0, _house.Streams.Count);

        _house.Reader.Views["a2"] = Auctioned.View(1, "a2");
        client.Watch("a2");
        Assert.Equal(["error unknown-auction", "snapshot 1"], await client.WordsAsync());
    }

    [Fact]
    public void An_auction_that_nobody_watches_any_more_is_dropped_after_a_while()
    {
        var client = _house.Watcher();
        client.Send("""{"type":"unwatch","auction":"a1"}""");
        _house.Pass(TimeSpan.FromSeconds(29));
        Assert.Equal(1, _house.Streams.Count);
        _house.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _house.Streams.Count);
    }

    public void Dispose() => _house.Dispose();
}
