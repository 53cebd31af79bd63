using System.Net.Sockets;
using Embedded.Sidecar;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Frames;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_the_hub_goes : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_write_under_way_fails_and_is_not_repeated()
    {
        using var listener = ServedHub.Listen(new HubOptions(_folder.Path));
        var heard = new List<Op>();
        var serving = ServeAsync(listener, heard, connections: 2);
        var (link, starting) = await ServedHub.LinkAsync(_folder);
        using var _ = starting;

        await Assert.ThrowsAsync<HubUnavailableException>(async () =>
            await link.WriteAsync("store", [new StateWrite("a", "1"u8.ToArray())], atomic: false, DataFolder.Cancelled));

        // Over the second connection, on which the write isn't repeated.
        Assert.Null(await link.GetAsync("store", "a", DataFolder.Cancelled));
        await link.DisposeAsync();
        await serving;
        Assert.Equal([Op.Write, Op.Get], heard);
    }

    [Fact]
    public async Task A_read_under_way_is_repeated()
    {
        using var listener = ServedHub.Listen(new HubOptions(_folder.Path));
        var heard = new List<Op>();
        var serving = ServeAsync(listener, heard, connections: 2);
        var (link, starting) = await ServedHub.LinkAsync(_folder);
        using var _ = starting;

        Assert.Null(await link.GetAsync("store", "a", DataFolder.Cancelled));

        await link.DisposeAsync();
        await serving;
        Assert.Equal([Op.Get, Op.Get], heard);
    }

    [Fact]
    public async Task A_broadcast_consumer_without_messages_still_gets_those_since_its_start()
    {
        var served = new ServedHub(_folder);
        var (link, starting) = await ServedHub.LinkAsync(_folder);
        using var _ = starting;
        await using var closing = link;
        await served.Engine.PublishAsync("before its beginning");
        await using var listening = link.Listen();
        // The hub handles requests in order, so the subscription has started when this is answered.
        await link.GetAsync("store", "none", DataFolder.Cancelled);

        await served.DisposeAsync();
        await using (var elsewhere = _folder.Open())
            await elsewhere.PublishAsync("while it was away");
        await using var again = new ServedHub(_folder);

        Assert.Equal("while it was away", await listening.DoneAsync());
    }

    [Fact]
    public async Task Announced_instances_are_announced_to_the_next_hub()
    {
        var served = new ServedHub(_folder);
        var (link, starting) = await ServedHub.LinkAsync(_folder);
        using var _ = starting;
        await using var closing = link;
        await link.AnnounceAsync(new AppInstance("i1", "worker", "http://127.0.0.1:1"), DataFolder.Cancelled);
        await link.AnnounceAsync(new AppInstance("i2", "worker", "http://127.0.0.1:2"), DataFolder.Cancelled);
        await link.WithdrawAsync("i2", DataFolder.Cancelled);

        await served.DisposeAsync();
        await using var again = new ServedHub(_folder);
        // Only the next hub can answer, and it does so after the announcements.
        await link.GetAsync("store", "none", DataFolder.Cancelled);

        Assert.Equal("i1", Assert.Single(again.Engine.Apps.InstancesOf("worker")).InstanceId);
    }

    /// <summary>Greets each connection, closes it at its first request, and answers only the requests of the last one.</summary>
    private static async Task ServeAsync(Socket listener, List<Op> heard, int connections)
    {
        for (var left = connections; left > 0; left--)
        {
            var socket = await listener.AcceptAsync(DataFolder.Cancelled);
            await using var frames = new FrameStream(new NetworkStream(socket, ownsSocket: true));
            using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(DataFolder.Cancelled);
            var isLast = left == 1;
            try
            {
                await frames.ReadAsync((op, number, _) => Answer(frames, op, number, heard, isLast ? null : hangUp), hangUp.Token);
            }
            catch (OperationCanceledException)
            {
                // The connection is closed on purpose.
            }
        }
    }

    private static void Answer(FrameStream frames, Op op, long number, List<Op> heard, CancellationTokenSource? hangUp)
    {
        if (op != Op.Hello)
            heard.Add(op);
        if (op == Op.Hello || hangUp is null)
            frames.Send(Op.Done, number, (StateItem?)null, static (to, none) => FrameFormat.Write(to, none));
        else
            hangUp.Cancel();
    }
}
