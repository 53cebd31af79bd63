using System.Text.Json;
using Auctions.Views;
using Auctions.Sessions;

namespace Auctions.Pusher.Frames;

/// <summary>The frames that the pusher itself makes, as UTF-8. Events are not among them: they are sent as they came.</summary>
internal static class ServerFrames
{
    public static byte[] Snapshot(ILiveView view) =>
        Write(new { type = "snapshot", auction = view as AuctionView, session = view as SessionView });

    public static byte[] Error(string reason, StreamName? about = null) =>
        Write(new { type = "error", reason, auction = about?.Auction, session = about?.Session });

    public static byte[] Outbid(string auction, long seq, decimal price) => Write(new { type = "outbid", auction, seq, price });

    public static byte[] Won(string auction, long seq, decimal price) => Write(new { type = "won", auction, seq, price });

    public static byte[] Lost(string auction, long seq, decimal price) => Write(new { type = "lost", auction, seq, price });

    public static byte[] Presence(StreamName stream, int watching) =>
        Write(new { type = "presence", auction = stream.Auction, session = stream.Session, watching });

    // Null members are left out.
    private static byte[] Write<TFrame>(TFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, AuctionJson.Options);
}
