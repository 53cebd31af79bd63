using System.Diagnostics;
using Auctions.Pusher.Sockets;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_an_event_is_traced : IDisposable
{
    private readonly House _house = new();
    private readonly TaskCompletionSource<Activity> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Activity _delivery = new("delivery");
    private readonly ActivityListener _listener;

    public When_an_event_is_traced()
    {
        _house.Reader.Views["a1"] = Auctioned.View(3);
        _delivery.SetIdFormat(ActivityIdFormat.W3C);
        // A listener hears every pusher of the process.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FanOut.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _delivery.TraceId)
                    _ended.TrySetResult(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _delivery.Dispose();
        _house.Dispose();
    }

    [Fact]
    public async Task The_span_of_its_way_ends_with_the_last_socket()
    {
        var quick = _house.Watcher();
        var slow = _house.Watcher();
        await quick.FramesAsync();
        await slow.FramesAsync();
        var standing = slow.Socket.Stand = new TaskCompletionSource();

        Deliver(4);
        await quick.FramesAsync();
        Assert.False(_ended.Task.IsCompleted);
        slow.Socket.Stand = null;
        standing.SetResult();

        var span = await _ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(("write to sockets", _delivery.SpanId), (span.OperationName, span.ParentSpanId));
        Assert.Equal(2, span.GetTagItem("sockets"));
    }

    [Fact]
    public async Task A_socket_that_is_gone_ends_it_too()
    {
        var gone = _house.Watcher();
        await gone.FramesAsync();
        gone.Socket.Stand = new TaskCompletionSource();

        Deliver(4, 5);
        gone.Connection.Gone();

        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Nobody_watches_and_there_is_no_span()
    {
        Deliver(4);
        var watcher = _house.Watcher();
        await watcher.FramesAsync();

        Assert.False(_ended.Task.IsCompleted);
    }

    private void Deliver(params long[] seqs)
    {
        _delivery.Start();
        _delivery.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        _house.Deliver(seqs);
        Assert.Same(_delivery, Activity.Current);
        _delivery.Stop();
    }
}
