using System.Buffers;
using System.Text.Json;
using Auctions.Pusher.Watching;
using Auctions.Views;
using Auctions.Sessions;

namespace Auctions.Pusher.Live;

/// <summary>The frames that the pusher itself words, as UTF-8. Events are not among them: those are sent as they came.</summary>
internal static class ServerFrames
{
    public static byte[] Snapshot(ILiveView view) => Write(json =>
    {
        json.WriteString("type"u8, "snapshot"u8);
        json.WritePropertyName(view is SessionView ? "session"u8 : "auction"u8);
        JsonSerializer.Serialize(json, view, view.GetType(), AuctionJson.Options);
    });

    public static byte[] Error(string reason, StreamName? about = null) => Write(json =>
    {
        json.WriteString("type"u8, "error"u8);
        json.WriteString("reason"u8, reason);
        if (about is { } stream)
            json.WriteString(stream.Kind, stream.Id);
    });

    public static byte[] Outbid(string auction, long seq, decimal price) => Personal("outbid", auction, seq, price);

    public static byte[] Won(string auction, long seq, decimal price) => Personal("won", auction, seq, price);

    public static byte[] Lost(string auction, long seq, decimal price) => Personal("lost", auction, seq, price);

    private static byte[] Personal(string type, string auction, long seq, decimal price) => Write(json =>
    {
        json.WriteString("type"u8, type);
        json.WriteString("auction"u8, auction);
        json.WriteNumber("seq"u8, seq);
        json.WriteNumber("price"u8, price);
    });

    public static byte[] Presence(StreamName stream, int watching) => Write(json =>
    {
        json.WriteString("type"u8, "presence"u8);
        json.WriteString(stream.Kind, stream.Id);
        json.WriteNumber("watching"u8, watching);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = AuctionJson.Options.Encoder }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
