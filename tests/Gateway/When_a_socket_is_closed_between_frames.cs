using Auctions.Gateway.Live;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests;

/// <summary>A client must get whole frames, wherever the pusher's bytes are split.</summary>
public sealed class When_a_socket_is_closed_between_frames
{
    private static readonly byte[] Close = [0x88, 0x04, 0x03, 0xF4, .. "by"u8];

    // A short frame, an empty ping, two with longer length fields, one with a mask, and the first of two fragments.
    private static readonly byte[][] Frames =
    [
        [0x81, 0x02, .. "hi"u8],
        [0x89, 0x00],
        [0x82, 126, 0x00, 200, .. new byte[200]],
        [0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70, .. new byte[70_000]],
        [0x81, 0x82, 1, 2, 3, 4, 9, 9],
        [0x01, 0x01, .. "f"u8],
    ];

    [Fact]
    public async Task Wherever_the_close_comes_the_current_frame_is_finished_and_nothing_follows()
    {
        byte[] all = [.. Frames.SelectMany(frame => frame)];
        foreach (var at in Cuts())
        {
            using var wire = new MemoryStream();
            await using var socket = new LiveSocket(wire, new DefaultHttpContext());
            await socket.WriteAsync(all.AsMemory(0, at), TestContext.Current.CancellationToken);
            await socket.CloseAsync(1012, "by", TestContext.Current.CancellationToken);
            await socket.WriteAsync(all.AsMemory(at), TestContext.Current.CancellationToken);

            byte[] expected = [.. all[..WholeAt(at)], .. Close];
            Assert.True(wire.ToArray().AsSpan().SequenceEqual(expected), $"closed after {at} bytes");
        }
    }

    [Fact]
    public void The_reader_finds_the_end_of_a_frame_that_arrives_byte_by_byte()
    {
        byte[] all = [.. Frames.SelectMany(frame => frame)];
        var reader = new FrameReader();
        List<int> ends = [];
        for (var at = 0; at < all.Length; at++)
        {
            Assert.Equal(1, reader.ReadFrame(all.AsSpan(at, 1)));
            if (reader.IsBetweenFrames)
                ends.Add(at + 1);
        }

        Assert.Equal(Ends(), ends);
    }

    [Fact]
    public async Task A_socket_that_the_pusher_closed_is_not_closed_again()
    {
        byte[] own = [0x88, 0x02, 0x03, 0xF5];
        using var wire = new MemoryStream();
        await using var socket = new LiveSocket(wire, new DefaultHttpContext());

        await socket.WriteAsync(own, TestContext.Current.CancellationToken);
        await socket.CloseAsync(1012, "by", TestContext.Current.CancellationToken);

        Assert.Equal(own, wire.ToArray());
    }

    private static List<int> Ends()
    {
        List<int> ends = [];
        foreach (var frame in Frames)
            ends.Add((ends.Count == 0 ? 0 : ends[^1]) + frame.Length);
        return ends;
    }

    private static int WholeAt(int at) => at == 0 ? 0 : Ends().First(end => end >= at);

    // Every position in and around the headers, and some in the long payload.
    private static IEnumerable<int> Cuts() => Enumerable.Range(0, 230).Concat(Ends().SelectMany(end => Enumerable.Range(end - 3, 4))).Distinct();
}
