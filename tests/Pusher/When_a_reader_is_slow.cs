using Auctions.Pusher;
using Auctions.Pusher.Sockets;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_a_reader_is_slow : IDisposable
{
    private readonly House _house = new(new PusherOptions { QueuedFrames = 8 });

    public When_a_reader_is_slow() => _house.Reader.Views["a1"] = Auctioned.View(3);

    [Fact]
    public async Task It_alone_is_closed_and_the_others_get_all()
    {
        var slow = _house.Join();
        var standing = slow.Socket.Stand = new TaskCompletionSource();
        slow.Watch();
        var quick = _house.Watcher();
        for (var seq = 4; seq <= 30; seq++)
        {
            _house.Deliver(seq);
            await quick.FramesAsync();
        }

        Assert.True(slow.Connection.IsClosing);
        Assert.Equal(Enumerable.Range(4, 27).Select(seq => $"raised {seq}"), (await quick.WordsAsync())[1..]);

        // It begins to read again: no more frames, but the reason.
        slow.Socket.Stand = null;
        standing.SetResult();
        await slow.Writing;
        Assert.Equal(CloseCodes.TryAgainLater, slow.Socket.CloseCode);
        Assert.Single(slow.Socket.Sent);
    }

    [Fact]
    public async Task A_send_that_takes_too_long_closes_and_at_last_aborts()
    {
        var slow = _house.Join();
        slow.Socket.Stand = new TaskCompletionSource();
        slow.Watch();
        while (!slow.Connection.IsClosing)
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        while (!slow.Socket.IsAborted)
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await slow.Writing;
        Assert.Null(slow.Socket.CloseCode);
    }

    public void Dispose() => _house.Dispose();
}
