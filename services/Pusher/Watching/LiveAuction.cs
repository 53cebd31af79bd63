using Auctions.Events;
using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;
using Auctions.Reading;

namespace Auctions.Pusher.Watching;

/// <summary>
/// One watched auction in memory. Every call takes the auction's lock for a moment and puts frames into queues; nothing
/// waits for a client. The store is read when the first watcher comes, when an event is missing for longer than the hold,
/// when a client has seen more than is known here, and after a long silence; one read at a time, and never in the lock.
/// </summary>
public sealed class LiveAuction
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly IAuctionReader _reader;
    private readonly PusherOptions _options;
    private readonly TimeProvider _time;
    private readonly PusherMetrics _metrics;
    private readonly ILogger _log;
    private readonly AuctionHistory _history;
    private readonly Watchers _watchers;
    private readonly SnapshotFrame _snapshot;
    private bool _isReading;
    private bool _isDropped;
    private bool _gapIsOpen;
    private long _reads;
    private long _lastRead;
    private int _fruitless;
    private long _suspected;
    private DateTimeOffset? _readAt;
    private DateTimeOffset _heardAt;
    private DateTimeOffset? _unwatchedSince;

    internal LiveAuction(
        string id, IAuctionReader reader, PresenceBoard presence, PusherOptions options, TimeProvider time,
        PusherMetrics metrics, ILogger log)
    {
        Id = id;
        _reader = reader;
        _options = options;
        _time = time;
        _metrics = metrics;
        _log = log;
        _history = new AuctionHistory(options.KeptEvents);
        _watchers = new Watchers(id, presence, time);
        _snapshot = new SnapshotFrame(options.SnapshotAge, time);
        _heardAt = time.GetUtcNow();
    }

    /// <summary>The auction's id.</summary>
    public string Id { get; }

    /// <summary>Whether the connection watches, answered or not.</summary>
    public bool IsWatchedBy(Connection connection)
    {
        lock (_gate)
            return _watchers.Contains(connection);
    }

    /// <summary>Begins to watch, or asks anew.</summary>
    /// <param name="connection">Who watches.</param>
    /// <param name="after">The last seq seen; null for a snapshot.</param>
    /// <returns>False where this object has been dropped: another one has the auction.</returns>
    public bool TryWatch(Connection connection, long? after)
    {
        lock (_gate)
        {
            if (_isDropped)
                return false;
            _unwatchedSince = null;
            _watchers.Ask(connection, after, _reads + 1);
            if (_history.View is not null)
                _watchers.Answer(_history, _lastRead, Snapshot);
            if (_watchers.AnyWaiting)
                _readAt ??= _history.View is null ? _time.GetUtcNow() : _time.GetUtcNow() + _options.Hold;
        }

        ReadIfDue();
        return true;
    }

    /// <summary>Ends a watch.</summary>
    public void Unwatch(Connection connection)
    {
        lock (_gate)
            _watchers.Remove(connection);
    }

    /// <summary>Takes an event of this auction: told now, held until its turn, or dropped as old.</summary>
    public void Deliver(ISequenced happened, SharedEvent shared)
    {
        lock (_gate)
        {
            _history.Offer(happened.Seq, shared);
            Advance();
        }
    }

    /// <summary>Does what has become due; called several times a second.</summary>
    /// <returns>True once nobody has watched for long enough: the object is dropped.</returns>
    public bool Tick()
    {
        lock (_gate)
        {
            _watchers.TellPresence();
            var now = _time.GetUtcNow();
            _unwatchedSince = _watchers.IsEmpty ? _unwatchedSince ?? now : null;
            if (now - _unwatchedSince >= _options.Unwatched)
                _isDropped = true;
            if (_isDropped)
                return true;
        }

        ReadIfDue();
        return false;
    }

    private void Advance()
    {
        var any = false;
        while (_history.TryAdvance(out var next))
        {
            any = true;
            _watchers.Tell(_history.View!.Seq, next.Json);
        }

        if (any)
        {
            _heardAt = _time.GetUtcNow();
            _watchers.Answer(_history, _lastRead, Snapshot);
        }

        var gapIsOpen = _history.HasGap;
        if (gapIsOpen && !_gapIsOpen)
            _readAt ??= _time.GetUtcNow() + _options.Hold;
        else if (!gapIsOpen && !_watchers.AnyWaiting && _suspected <= _history.View?.Seq)
            _readAt = null;
        _gapIsOpen = gapIsOpen;
    }

    private byte[] Snapshot() => _snapshot.Of(_history.View!);

    private void ReadIfDue()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var isDue = _readAt <= now || (_readAt is null && now - _heardAt >= _options.Recheck);
            if (_isReading || _isDropped || _watchers.IsEmpty || !isDue)
                return;
            _isReading = true;
            _reads++;
        }

        _ = ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(_options.ReadTimeout, _time);
            OnRead(await _reader.FindAsync(Id, timeout.Token).AsTask().WaitAsync(timeout.Token));
        }
        catch (Exception failure)
        {
            _log.LogWarning(failure, "Auction {Auction} could not be read from the store; it is tried again", Id);
            OnReadFailed();
        }

        ReadIfDue();
    }

    private void OnReadFailed()
    {
        lock (_gate)
        {
            _isReading = false;
            _readAt = _time.GetUtcNow() + Pause();
            _watchers.TellTrouble(ServerFrames.Error(ErrorReasons.StoreUnavailable, Id));
        }
    }

    private void OnRead(AuctionView? view)
    {
        lock (_gate)
        {
            if (view is null)
            {
                OnUnknown();
                return;
            }

            _isReading = false;
            var now = _time.GetUtcNow();
            _heardAt = now;
            _readAt = null;
            if (IsAheadByALittle(view))
            {
                _readAt = now + _options.Hold;
                return;
            }

            Adopt(view);
            if (_history.HasGap || _watchers.AnyWaiting)
                _readAt = now + (_history.HasGap ? Pause() : TimeSpan.Zero);
            else
                _fruitless = 0;
        }
    }

    // After a silence the store may be ahead by an event that is on its way here. It gets the time that any late event
    // gets, so that nobody is sent a snapshot in the place of an event for want of a few milliseconds.
    private bool IsAheadByALittle(AuctionView view)
    {
        var isSilence = _history.View is { } known && view.Seq > known.Seq && !_history.HasGap && !_watchers.AnyWaiting;
        if (!isSilence || (_suspected > 0 && _suspected > _history.View!.Seq))
        {
            _suspected = 0;
            return false;
        }

        _suspected = view.Seq;
        return true;
    }

    private void Adopt(AuctionView view)
    {
        if (_history.View is { } known && view.Seq > known.Seq)
        {
            _metrics.Gap();
            _log.LogWarning("Auction {Auction}: events after {Seq} did not come; going on from {StoreSeq}", Id, known.Seq, view.Seq);
        }

        _lastRead = _reads;
        _history.Adopt(view);
        _watchers.TellSnapshot(_history.View!.Seq, Snapshot);
        _watchers.Answer(_history, _lastRead, Snapshot);
        Advance();
    }

    private void OnUnknown()
    {
        // An auction that was there and isn't any more is a store in trouble, not an unknown auction.
        if (_history.View is not null)
            throw new InvalidOperationException($"The store has no auction '{Id}' any more.");
        _isReading = false;
        _isDropped = true;
        _watchers.Dismiss(ServerFrames.Error(ErrorReasons.UnknownAuction, Id));
    }

    private TimeSpan Pause()
    {
        var pause = FirstRetry * Math.Pow(2, Math.Min(_fruitless++, 16));
        return pause < _options.LongestRetry ? pause : _options.LongestRetry;
    }
}
