using Auctions.Pusher.Frames;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Live;

/// <summary>
/// Does what one client asks for, and knows what the client watches. Not thread-safe: only the loop that reads the client's
/// frames calls it.
/// </summary>
/// <param name="connection">The client.</param>
/// <param name="streams">What can be watched.</param>
/// <param name="vouch">Whether what is known of it can be sent.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class Conversation(
    Connection connection, LiveStreams streams, StreamVouch vouch, PusherOptions options, TimeProvider time)
{
    private readonly Dictionary<StreamName, LiveStream> _watched = [];
    private readonly FrameAllowance _allowance = new(options.ClientFramesPerSecond, time);

    /// <summary>Does what a frame asks for, answers with an error, or closes the connection.</summary>
    /// <param name="utf8">The frame; may be reused after the call.</param>
    public void Receive(ReadOnlySpan<byte> utf8)
    {
        if (connection.IsClosing)
            return;
        if (!_allowance.TryUse())
            connection.Close(CloseCodes.Policy, $"More than {options.ClientFramesPerSecond} frames a second.");
        else if (ClientFrame.TryRead(utf8) is not { } frame)
            connection.Close(CloseCodes.Malformed, "A frame is a JSON object with a type.");
        else if (Execute(frame) is { } reason)
            connection.TrySend(ServerFrames.Error(reason, AuctionIds.IsWellFormed(frame.Stream?.Id) ? frame.Stream : null));
    }

    /// <summary>Ends every watch, because the client is gone.</summary>
    public void Leave()
    {
        foreach (var stream in _watched.Values)
            stream.Unwatch(connection);
        _watched.Clear();
    }

    private string? Execute(ClientFrame frame) => frame.Type switch
    {
        "watch" => Watch(frame),
        "unwatch" => Unwatch(frame),
        _ => ErrorReasons.UnknownType,
    };

    private string? Watch(ClientFrame frame)
    {
        if (frame.Stream is not { } stream || !AuctionIds.IsWellFormed(stream.Id))
            return frame.Stream?.UnknownReason ?? ErrorReasons.UnknownAuction;
        if (frame.AfterIsBad)
            return ErrorReasons.InvalidAfter;
        if (!_watched.ContainsKey(stream) && !MayWatchMore())
            return ErrorReasons.TooManyWatches;
        // Right after this process was stopped for a while, a client may ask before the guard has closed its connection.
        if (!vouch.IsGood)
            return RefuseToVouch();
        _watched[stream] = streams.Watch(connection, stream, frame.After);
        return null;
    }

    private string? RefuseToVouch()
    {
        connection.TrySend(ServerFrames.Error(ErrorReasons.StreamInterrupted));
        connection.Close(CloseCodes.ServiceRestart, "This server doesn't hear what happens.");
        return null;
    }

    private string? Unwatch(ClientFrame frame)
    {
        if (frame.Stream is not { } stream)
            return ErrorReasons.UnknownAuction;
        if (_watched.Remove(stream, out var live))
            live.Unwatch(connection);
        return null;
    }

    // A watch of an auction that turned out not to exist has ended by itself, and doesn't count.
    private bool MayWatchMore()
    {
        if (_watched.Count < options.WatchesPerConnection)
            return true;
        foreach (var (name, stream) in _watched)
            if (!stream.IsWatchedBy(connection))
                _watched.Remove(name);
        return _watched.Count < options.WatchesPerConnection;
    }

    /// <summary>How many frames a client may still send: a number each second, and as many at once.</summary>
    private sealed class FrameAllowance(int perSecond, TimeProvider time)
    {
        private double _left = perSecond;
        private long _filledAt = time.GetTimestamp();

        public bool TryUse()
        {
            var now = time.GetTimestamp();
            _left = Math.Min(perSecond, _left + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_left < 1)
                return false;
            _left--;
            return true;
        }
    }
}
