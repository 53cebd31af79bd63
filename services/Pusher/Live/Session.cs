using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Live;

/// <summary>What one client asks for, and what it watches. Called by the one loop that reads the client's frames.</summary>
/// <param name="connection">The client.</param>
/// <param name="auctions">What can be watched.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class Session(Connection connection, LiveAuctions auctions, PusherOptions options, TimeProvider time)
{
    private readonly Dictionary<string, LiveAuction> _watched = new(StringComparer.Ordinal);
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
            connection.TrySend(ServerFrames.Error(reason, AuctionIds.IsWellFormed(frame.Auction) ? frame.Auction : null));
    }

    /// <summary>The client is gone: nothing is watched any more.</summary>
    public void Leave()
    {
        foreach (var auction in _watched.Values)
            auction.Unwatch(connection);
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
        if (!AuctionIds.IsWellFormed(frame.Auction))
            return ErrorReasons.UnknownAuction;
        if (frame.AfterIsBad)
            return ErrorReasons.InvalidAfter;
        if (!_watched.ContainsKey(frame.Auction!) && !HasRoom())
            return ErrorReasons.TooManyWatches;
        _watched[frame.Auction!] = auctions.Watch(connection, frame.Auction!, frame.After);
        return null;
    }

    private string? Unwatch(ClientFrame frame)
    {
        if (frame.Auction is null)
            return ErrorReasons.UnknownAuction;
        if (_watched.Remove(frame.Auction, out var auction))
            auction.Unwatch(connection);
        return null;
    }

    // Watches of auctions that turned out not to exist have ended by themselves, and take no room.
    private bool HasRoom()
    {
        if (_watched.Count < options.WatchesPerConnection)
            return true;
        foreach (var (id, auction) in _watched)
            if (!auction.IsWatchedBy(connection))
                _watched.Remove(id);
        return _watched.Count < options.WatchesPerConnection;
    }
}
