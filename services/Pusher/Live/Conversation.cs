using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Live;

/// <summary>What one client asks for, and what it watches. Called by the one loop that reads the client's frames.</summary>
/// <param name="connection">The client.</param>
/// <param name="streams">What can be watched.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class Conversation(Connection connection, LiveStreams streams, PusherOptions options, TimeProvider time)
{
    private readonly Dictionary<StreamName, LiveStream> _watched = [];
    private readonly FrameAllowance _allowance = new(options.ClientFramesPerSecond, time);

    /// <summary>Obeys a frame, answers with an error, or closes the connection.</summary>
    /// <param name="utf8">The frame; may be reused after the call.</param>
    public void Receive(ReadOnlySpan<byte> utf8)
    {
        if (connection.IsClosing)
            return;
        if (!_allowance.TryTake())
            connection.Close(CloseCodes.Policy, $"More than {options.ClientFramesPerSecond} frames a second.");
        else if (ClientFrame.TryRead(utf8) is not { } frame)
            connection.Close(CloseCodes.Malformed, "A frame is a JSON object with a type.");
        else if (Obey(frame) is { } reason)
            connection.TrySend(ServerFrames.Error(reason, AuctionIds.IsWellFormed(frame.Stream?.Id) ? frame.Stream : null));
    }

    /// <summary>The client is gone: nothing is watched any more.</summary>
    public void Leave()
    {
        foreach (var stream in _watched.Values)
            stream.Unwatch(connection);
        _watched.Clear();
    }

    private string? Obey(ClientFrame frame) => frame.Type switch
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
        if (!_watched.ContainsKey(stream) && !HasRoom())
            return ErrorReasons.TooManyWatches;
        _watched[stream] = streams.Watch(connection, stream, frame.After);
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

    // Watches of what turned out not to exist have ended by themselves, and take no room.
    private bool HasRoom()
    {
        if (_watched.Count < options.WatchesPerConnection)
            return true;
        foreach (var (name, stream) in _watched)
            if (!stream.IsWatchedBy(connection))
                _watched.Remove(name);
        return _watched.Count < options.WatchesPerConnection;
    }
}
