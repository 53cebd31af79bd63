using System.Net.WebSockets;
using System.Text;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_a_client_misbehaves : IDisposable
{
    private readonly PusherUnderTest _pusher = new();

    public static TheoryData<string> Malformed =>
    [
        "", "no json", "{", "[]", "1", "null", "{}", """{"type":7}""", """{"Type":"watch","auction":"a1"}""",
        """{"type":"watch","auction":"a1"}{}""", """{"type":"watch","auction":"\ud800"}""",
    ];

    public static TheoryData<string, string> Disobeyed => new()
    {
        { """{"type":"bid","auction":"a1"}""", "unknown-type" },
        { """{"type":"watch"}""", "unknown-auction" },
        { """{"type":"watch","auction":7}""", "unknown-auction" },
        { """{"type":"watch","auction":"nope"}""", "unknown-auction" },
        { """{"type":"watch","auction":"a/../b"}""", "unknown-auction" },
        { """{"type":"watch","auction":"a1","after":-1}""", "invalid-after" },
        { """{"type":"watch","auction":"a1","after":1.5}""", "invalid-after" },
        { """{"type":"watch","auction":"a1","after":"2"}""", "invalid-after" },
        { """{"type":"watch","auction":"a1","after":99999999999999999999}""", "invalid-after" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_frame_closes_with_1007_and_others_see_nothing(string frame)
    {
        using var other = await _pusher.ConnectAsync();
        await other.WatchAsync();
        Assert.Equal("snapshot 3", await other.NextAsync());
        using var client = await _pusher.ConnectAsync();
        await client.SendAsync(frame);
        Assert.Equal(1007, await client.CloseCodeAsync());

        await _pusher.PostAsync(Auctioned.CloudEvent(Auctioned.At(4)));
        Assert.Equal("raised 4", await other.NextAsync());
    }

    [Fact]
    public async Task A_binary_frame_closes_with_1007()
    {
        using var client = await _pusher.ConnectAsync();
        await client.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary);
        Assert.Equal(1007, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Text_that_is_no_text_closes_with_1007()
    {
        using var client = await _pusher.ConnectAsync();
        await client.SendAsync([0x22, 0xff, 0xfe, 0x22]);
        Assert.Equal(1007, await client.CloseCodeAsync());
    }

    [Theory]
    [InlineData(4_097)]
    [InlineData(1_000_000)]
    public async Task A_frame_above_4_KiB_closes_with_1009(int bytes)
    {
        using var client = await _pusher.ConnectAsync();
        await client.SendAsync(Padded(bytes));
        Assert.Equal(1009, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task A_frame_of_4_KiB_is_obeyed()
    {
        using var client = await _pusher.ConnectAsync();
        await client.SendAsync(Padded(4_096));
        Assert.Equal("snapshot 3", await client.NextAsync());
    }

    [Theory]
    [MemberData(nameof(Disobeyed))]
    public async Task What_cannot_be_obeyed_is_an_error_and_the_socket_stays(string frame, string reason)
    {
        using var client = await _pusher.ConnectAsync();
        await client.SendAsync(frame);
        Assert.Equal("error " + reason, await client.NextAsync());
        await client.WatchAsync();
        Assert.Equal("snapshot 3", await client.NextAsync());
    }

    [Fact]
    public async Task Too_many_watches_are_an_error_until_one_ends()
    {
        _pusher.With("Pusher:WatchesPerConnection", "2").Reader.Views["a2"] = Auctioned.View(2, "a2");
        _pusher.Reader.Views["a3"] = Auctioned.View(1, "a3");
        using var client = await _pusher.ConnectAsync();
        await client.WatchAsync("a1");
        await client.WatchAsync("a2");
        await client.WatchAsync("a3");
        await client.SendAsync("""{"type":"unwatch","auction":"a1"}""");
        await client.WatchAsync("a3");
        string?[] words = [await client.NextAsync(), await client.NextAsync(), await client.NextAsync(), await client.NextAsync()];
        Assert.Equal(["error too-many-watches", "snapshot 1", "snapshot 2", "snapshot 3"], words.Order());
    }

    [Fact]
    public async Task A_flood_of_frames_closes_with_1008()
    {
        using var client = await _pusher.ConnectAsync();
        for (var frame = 0; frame < 200; frame++)
            await client.SendAsync("""{"type":"unwatch","auction":"a1"}""");
        Assert.Equal(1008, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task One_that_does_not_read_is_closed_with_1013_and_others_get_all()
    {
        _pusher.With("Pusher:QueuedFrames", "8").Reader.Views["a1"] = Auctioned.View(3) with { Title = new string('x', 60_000) };
        using var slow = await _pusher.ConnectAsync();
        using var quick = await _pusher.ConnectAsync();
        await quick.WatchAsync();
        Assert.Equal("snapshot 3", await quick.NextAsync());

        // Snapshots fill the way to the one that doesn't read; its errors, one for each frame, then fill its queue.
        for (var frame = 0; frame < 40; frame++)
            await slow.WatchAsync();
        var seq = 3L;
        while (_pusher.Connections.All().All(connection => !connection.IsClosing) && seq < 20_000)
        {
            await _pusher.PostAsync(Auctioned.CloudEvent(Auctioned.At(++seq)));
            Assert.Equal($"raised {seq}", await quick.NextAsync());
        }

        Assert.Equal(1013, await slow.CloseCodeAsync());
        await _pusher.PostAsync(Auctioned.CloudEvent(Auctioned.At(++seq)));
        Assert.Equal($"raised {seq}", await quick.NextAsync());
    }

    [Fact]
    public async Task One_that_says_goodbye_is_let_go()
    {
        using var client = await _pusher.ConnectAsync();
        await client.WatchAsync();
        Assert.Equal("snapshot 3", await client.NextAsync());
        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
    }

    public void Dispose() => _pusher.Dispose();

    private static byte[] Padded(int bytes)
    {
        var frame = """{"type":"watch","auction":"a1"}""";
        return Encoding.UTF8.GetBytes(frame + new string(' ', bytes - frame.Length));
    }
}
