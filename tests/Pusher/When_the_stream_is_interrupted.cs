using Auctions.Pusher;
using Auctions.Pusher.Live;
using Auctions.Pusher.Vouching;
using Microsoft.Extensions.Logging;
using Pusher.Tests.Fixtures;
using Tests.Logs;

namespace Pusher.Tests;

/// <summary>
/// The broker, the sidecar or the pusher itself is stopped: nothing arrives, and no connection breaks. Only the heartbeat that
/// doesn't come back says so.
/// </summary>
public sealed class When_the_stream_is_interrupted : IDisposable
{
    private readonly House _house = new(new PusherOptions { ReadTimeoutMilliseconds = 60_000 });
    private readonly KeptLog _logged = new();
    private readonly ILoggerFactory _loggers;
    private readonly StreamGuard _guard;

    public When_the_stream_is_interrupted()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logged));
        _guard = new StreamGuard(
            _house.Vouch, _house.Connections, _house.Streams, new SpreadClose(_house.Options, _house.Time), _house.Time,
            _loggers.CreateLogger<StreamGuard>());
        _house.Reader.Views["a1"] = Auctioned.View(2);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_watchers_are_told_and_sent_to_another_pusher()
    {
        var watcher = _house.Watcher();
        _house.HearsItsHeartbeats = false;
        await PassAsync(TimeSpan.FromSeconds(2.9));
        Assert.Equal(["snapshot 2"], await watcher.WordsAsync());

        await PassAsync(TimeSpan.FromSeconds(0.2));

        await watcher.Writing;
        Assert.Equal("error stream-interrupted", Client.Word(watcher.Socket.Texts[^1]));
        Assert.Equal(1012, watcher.Socket.CloseCode);
        Assert.Contains("heartbeat", _house.Vouch.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeats_that_are_late_by_less_than_the_limit_send_nobody_away()
    {
        var watcher = _house.Watcher();
        for (var beat = 0; beat < 5; beat++)
        {
            var late = _house.Vouch.Next();
            _house.HearsItsHeartbeats = false;
            await PassAsync(TimeSpan.FromSeconds(1.8));
            _house.Vouch.NoteDelivered(late);
            await PassAsync(TimeSpan.FromSeconds(1));
            _house.HearsItsHeartbeats = true;
            await PassAsync(TimeSpan.FromSeconds(0.1));
        }

        Assert.Equal(["snapshot 2"], await watcher.WordsAsync());
    }

    [Fact]
    public async Task Once_it_is_heard_again_a_watch_reads_the_store_anew()
    {
        _house.Watcher();
        _house.HearsItsHeartbeats = false;
        await PassAsync(TimeSpan.FromSeconds(60));
        _house.Reader.Views["a1"] = Auctioned.View(7);
        _house.HearsItsHeartbeats = true;
        await PassAsync(TimeSpan.FromSeconds(0.1));

        Assert.Equal(["snapshot 7"], await _house.Watcher().WordsAsync());
        Assert.Equal(["snapshot 7"], await _house.Watcher(after: 2).WordsAsync());
        Assert.Equal(2, _house.Reader.Reads);
    }

    [Fact]
    public async Task It_is_logged_once_when_it_goes_and_once_when_it_comes_back()
    {
        await PassAsync(TimeSpan.FromSeconds(0.1));
        _house.HearsItsHeartbeats = false;
        await PassAsync(TimeSpan.FromSeconds(60));
        _house.HearsItsHeartbeats = true;
        await PassAsync(TimeSpan.FromSeconds(1));

        Assert.Collection(
            _logged.Lines,
            line => Assert.Contains("doesn't hear its own heartbeat", line, StringComparison.Ordinal),
            line => Assert.Contains("heard again after 57", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pusher_that_was_stopped_itself_serves_nothing_before_it_hears_again()
    {
        var watcher = _house.Watcher();
        var idle = _house.Join();
        var onItsWay = _house.Vouch.Next();

        // Nothing runs while the process is stopped; then clients and deliveries come before any timer.
        _house.Time.Advance(TimeSpan.FromSeconds(20));
        _house.Vouch.NoteDelivered(onItsWay);
        watcher.Watch();
        idle.Watch();

        await Task.WhenAll(watcher.Writing, idle.Writing);
        Assert.Equal(["error stream-interrupted"], idle.Socket.Texts.Select(Client.Word));
        Assert.Equal((1012, 1012), (watcher.Socket.CloseCode, idle.Socket.CloseCode));
        Assert.Single(watcher.Socket.Texts, text => Client.Word(text).StartsWith("snapshot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_of_the_store_from_before_a_stop_is_no_snapshot()
    {
        _house.Reader.Gate = new TaskCompletionSource();
        var watcher = _house.Watcher();

        _house.Time.Advance(TimeSpan.FromSeconds(20));
        _house.Reader.Gate.SetResult();
        _house.HearsItsHeartbeats = false;
        await PassAsync(TimeSpan.FromSeconds(0.1));

        await watcher.Writing;
        Assert.DoesNotContain(watcher.Socket.Texts, text => Client.Word(text).StartsWith("snapshot", StringComparison.Ordinal));
        Assert.Equal(1012, watcher.Socket.CloseCode);
    }

    [Fact]
    public void Only_its_own_heartbeat_of_now_vouches()
    {
        _house.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_house.Vouch.IsGood);

        _house.Vouch.NoteDelivered(_house.Vouch.Next() with { Instance = "p2" });
        _house.Vouch.NoteDelivered(new Heartbeat("p1", long.MaxValue));
        _house.Vouch.NoteDelivered(_house.Vouch.Next() with { SentAt = _house.Time.GetTimestamp() - (4 * _house.Time.TimestampFrequency) });
        Assert.False(_house.Vouch.IsGood);

        _house.Vouch.NoteDelivered(_house.Vouch.Next());
        Assert.True(_house.Vouch.IsGood);
        Assert.Null(_house.Vouch.Problem);
    }

    [Fact]
    public async Task A_heartbeat_is_nothing_that_a_watcher_sees()
    {
        var watcher = _house.Watcher(user: "carol");
        await PassAsync(TimeSpan.FromSeconds(5));
        _house.Deliver(3);
        Assert.Equal(["snapshot 2", "raised 3"], await watcher.WordsAsync());
    }

    public void Dispose()
    {
        _house.Dispose();
        _guard.Dispose();
        _loggers.Dispose();
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(50))
        {
            _house.Pass(TimeSpan.FromMilliseconds(50));
            var checking = _guard.CheckAsync(Cancelled);
            // The closes of a few connections are one step.
            if (!checking.IsCompleted)
                _house.Time.Advance(TimeSpan.FromMilliseconds(20));
            await checking;
        }
    }
}
