using Auctions.Pusher.Presence;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_watchers_are_counted : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(Auctioned.Start);
    private readonly FakeBus _bus = new();
    private readonly StubReader _reader = new();
    private readonly House _one;
    private readonly House _other;
    private readonly PresenceAnnouncer _says;
    private readonly PresenceAnnouncer _otherSays;

    public When_watchers_are_counted()
    {
        _reader.Views["a1"] = Auctioned.View(3);
        _one = new House(time: _time, reader: _reader, instance: "p1");
        _other = new House(time: _time, reader: _reader, instance: "p2");
        _bus.Boards.AddRange([_one.Board, _other.Board]);
        _says = new PresenceAnnouncer(_one.Board, _bus, _time, NullLogger<PresenceAnnouncer>.Instance);
        _otherSays = new PresenceAnnouncer(_other.Board, _bus, _time, NullLogger<PresenceAnnouncer>.Instance);
    }

    [Fact]
    public async Task A_new_one_is_told_at_once_behind_its_snapshot() =>
        Assert.Equal(["snapshot 3", "presence 1"], await _one.Watcher().AllWordsAsync());

    [Fact]
    public async Task Changes_are_told_at_most_once_a_second()
    {
        var first = _one.Watcher();
        for (var more = 0; more < 30; more++)
        {
            _one.Watcher();
            _one.Pass(Second / 10);
        }

        var told = (await first.AllWordsAsync()).Where(word => word.StartsWith("presence", StringComparison.Ordinal)).ToList();
        Assert.InRange(told.Count, 3, 4);
        _one.Pass(Second);
        Assert.Equal("presence 31", (await first.AllWordsAsync())[^1]);
        _one.Pass(5 * Second);
        Assert.InRange((await first.AllWordsAsync()).Length, 4, 6);
    }

    [Fact]
    public async Task The_figure_is_that_of_both_pushers()
    {
        var here = _one.Watcher();
        _other.Watcher();
        _other.Watcher();
        await SayAsync();
        _one.Pass(Second);
        Assert.Equal("presence 3", (await here.AllWordsAsync())[^1]);
        Assert.Equal("presence 4", (await _other.Watcher().AllWordsAsync())[^1]);
    }

    [Fact]
    public async Task One_who_leaves_counts_no_more()
    {
        var here = _one.Watcher();
        var there = _other.Watcher();
        await SayAsync();
        _one.Pass(Second);
        there.Conversation.Leave();
        await SayAsync();
        _one.Pass(Second);
        Assert.Equal(["snapshot 3", "presence 1", "presence 2", "presence 1"], await here.AllWordsAsync());
    }

    [Fact]
    public async Task A_pusher_that_fell_silent_is_forgotten_after_fifteen_seconds()
    {
        var here = _one.Watcher();
        _other.Watcher();
        await SayAsync();
        _one.Pass(14 * Second);
        Assert.Equal("presence 2", (await here.AllWordsAsync())[^1]);
        _one.Pass(2 * Second);
        Assert.Equal("presence 1", (await here.AllWordsAsync())[^1]);
    }

    [Fact]
    public async Task A_pusher_that_goes_is_forgotten_at_once()
    {
        _one.Watcher();
        _other.Watcher();
        await SayAsync();
        Assert.Equal(2, _one.Board.Total("a1"));
        await _otherSays.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _one.Board.Total("a1"));
    }

    [Fact]
    public async Task What_a_bus_that_was_away_did_not_take_is_said_again()
    {
        _other.Watcher();
        _bus.IsAway = true;
        await _otherSays.AnnounceAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _one.Board.Total("a1"));
        _bus.IsAway = false;
        await _otherSays.AnnounceAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _one.Board.Total("a1"));
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        _says.Dispose();
        _otherSays.Dispose();
    }

    private async Task SayAsync()
    {
        await _says.AnnounceAsync(TestContext.Current.CancellationToken);
        await _otherSays.AnnounceAsync(TestContext.Current.CancellationToken);
    }
}
