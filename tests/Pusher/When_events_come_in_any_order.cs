using System.Text;
using Auctions.Events;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_events_come_in_any_order : IDisposable
{
    private readonly House _house = new();

    public When_events_come_in_any_order() => _house.Reader.Views["a1"] = Auctioned.View(3);

    [Fact]
    public async Task A_watcher_is_sent_them_in_order_each_once()
    {
        var client = _house.Watcher();
        _house.Deliver(6, 4, 4, 3, 1, 5, 6, 5, 7);
        Assert.Equal(["snapshot 3", "raised 4", "raised 5", "raised 6", "raised 7"], await client.WordsAsync());
    }

    [Fact]
    public async Task Those_that_come_while_the_store_is_read_are_not_lost()
    {
        _house.Reader.Gate = new TaskCompletionSource();
        var client = _house.Watcher();
        _house.Deliver(5, 3, 4);
        Assert.Empty(await client.FramesAsync());

        _house.Reader.Gate.SetResult();
        await client.Socket.CountAsync(5);
        Assert.Equal(["snapshot 3", "raised 4", "raised 5"], await client.WordsAsync());
    }

    [Fact]
    public async Task The_bytes_are_those_of_the_event_and_one_array_for_all()
    {
        var one = _house.Watcher();
        var other = _house.Watcher();
        _house.Deliver(4);
        await one.FramesAsync();
        await other.FramesAsync();

        var json = EventJson.Write(Auctioned.At(4));
        var sent = one.Socket.Sent.Single(frame => frame.AsSpan().SequenceEqual(json));
        Assert.Contains(other.Socket.Sent, frame => ReferenceEquals(frame, sent));
    }

    [Fact]
    public async Task The_bytes_are_those_that_were_delivered_however_they_are_written()
    {
        var client = _house.Watcher();
        var json = Encoding.UTF8.GetString(EventJson.Write(Auctioned.At(4)))
            .Replace("{", "{ ", StringComparison.Ordinal)
            .Replace("\"alice\"", "\t\"\\u0061lice\"", StringComparison.Ordinal)
            .Replace("\"a1.c4\"", "\"a1.c4'ü+\"", StringComparison.Ordinal);
        Assert.True(_house.Delivery.TryDeliver(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0", "data": {{json}} }""")));

        Assert.Contains(json, await client.FramesAsync());
    }

    [Fact]
    public async Task A_late_one_within_the_hold_costs_no_read_and_no_snapshot()
    {
        var client = _house.Watcher();
        _house.Deliver(5);
        _house.Pass(TimeSpan.FromMilliseconds(200));
        Assert.Equal(["snapshot 3"], await client.WordsAsync());
        _house.Deliver(4);
        _house.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(["snapshot 3", "raised 4", "raised 5"], await client.WordsAsync());
        Assert.Equal(1, _house.Reader.Reads);
    }

    [Fact]
    public void Those_of_an_auction_that_nobody_watches_leave_nothing_behind()
    {
        _house.Deliver(4, 5, 6);
        Assert.Equal(0, _house.Streams.Count);
        Assert.Equal(0, _house.Reader.Reads);
    }

    public void Dispose() => _house.Dispose();
}
