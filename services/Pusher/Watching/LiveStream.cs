using Auctions.Events;
using Auctions.Pusher.Frames;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
using Auctions.Views;

namespace Auctions.Pusher.Watching;

/// <summary>
/// One watched auction or session in memory. Every call takes the stream's lock for a moment and puts frames into queues;
/// no call waits for a client. The store is read when the first watcher comes, when an event is missing for longer than the
/// hold, when a client has seen more than this pusher knows, and after a long silence. Reads run one at a time and outside
/// the lock. The file is longer than most here, so that everything that happens under the lock can be read in one place.
/// </summary>
/// <param name="name">What is watched.</param>
/// <param name="read">Reads the view from the store; null where there is none.</param>
/// <param name="presence">Counts watchers.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits.</param>
/// <param name="metrics">Counts gaps, and measures how long events take.</param>
/// <param name="log">Says that events are missing, and that the store doesn't answer.</param>
public sealed partial class LiveStream(
    StreamName name, Func<CancellationToken, ValueTask<ILiveView?>> read, PresenceBoard presence, PusherOptions options, TimeProvider time,
    PusherMetrics metrics, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly StreamHistory _history = new(options.KeptEvents);
    private readonly Watchers _watchers = new(name, presence, time);
    private readonly SnapshotFrame _snapshot = new(options.SnapshotAge, time);
    private readonly ReadPlan _reads = new(options, time);
    private bool _isDropped;
    private bool _gapIsOpen;
    private long _lastRead;
    private long _suspected;
    private DateTimeOffset? _unwatchedSince;

    /// <summary>What is watched.</summary>
    public StreamName Name => name;

    /// <summary>Whether the connection watches, whether or not it has had an answer.</summary>
    public bool IsWatchedBy(Connection connection)
    {
        lock (_gate)
            return _watchers.Contains(connection);
    }

    /// <summary>Begins a watch, or answers an existing one again.</summary>
    /// <param name="connection">The connection that watches.</param>
    /// <param name="after">The last seq seen; null for a snapshot.</param>
    /// <returns>False where this object has been dropped, and another one is to take its place.</returns>
    public bool TryWatch(Connection connection, long? after)
    {
        lock (_gate)
        {
            if (_isDropped)
                return false;
            _unwatchedSince = null;
            _watchers.Ask(connection, after, _reads.Begun + 1);
            if (_history.View is not null)
                _watchers.AnswerWaiting(_history, _lastRead, Snapshot);
            if (_watchers.AnyWaiting)
                _reads.Request(_history.View is null ? TimeSpan.Zero : options.Hold);
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

    /// <summary>Drops the object: what it knows can't be trusted any more, and nobody watches.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _isDropped = true;
            _watchers.Clear();
        }
    }

    /// <summary>Delivers an event of this stream: sends it now, holds it until its turn, or drops it as old.</summary>
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
            _watchers.SendPresence();
            var now = time.GetUtcNow();
            _unwatchedSince = _watchers.IsEmpty ? _unwatchedSince ?? now : null;
            if (now - _unwatchedSince >= options.Unwatched)
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
            _watchers.SendEvent(
                _history.View!.Seq, next.Json, new(name.Id, ((ISequenced)next.Happened).At, next.Delivery, time, metrics));
        }

        if (any)
        {
            _reads.NoteEvent();
            _watchers.AnswerWaiting(_history, _lastRead, Snapshot);
        }

        var gapIsOpen = _history.HasGap;
        if (gapIsOpen && !_gapIsOpen)
            _reads.Request(options.Hold);
        else if (!gapIsOpen && !_watchers.AnyWaiting && _suspected <= _history.View?.Seq)
            _reads.Cancel();
        _gapIsOpen = gapIsOpen;
    }

    private byte[] Snapshot() => _snapshot.Of(_history.View!);

    private void ReadIfDue()
    {
        lock (_gate)
            if (_isDropped || _watchers.IsEmpty || !_reads.TryBegin())
                return;
        _ = ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.ReadTimeout, time);
            OnRead(await read(timeout.Token).AsTask().WaitAsync(timeout.Token));
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                if (_isDropped)
                    return;
                NotRead(log, failure, name.Kind, name.Id);
                _reads.RetryLater();
                _watchers.SendTrouble(ServerFrames.Error(ErrorReasons.StoreUnavailable, name));
            }
        }

        ReadIfDue();
    }

    private void OnRead(ILiveView? view)
    {
        lock (_gate)
        {
            if (_isDropped)
                return;
            if (view is null)
            {
                OnUnknown();
                return;
            }

            _reads.NoteAnswer();
            if (IsAheadByALittle(view))
            {
                _reads.Request(options.Hold);
                return;
            }

            Adopt(view);
            if (_history.HasGap)
                _reads.RetryLater();
            else if (_watchers.AnyWaiting)
                _reads.Request(TimeSpan.Zero);
            else
                _reads.ResetPause();
        }
    }

    // After a silence the store may be ahead by an event that is still on its way here. That event gets the time that any
    // late event gets, because a snapshot should not replace an event that is a few milliseconds late.
    private bool IsAheadByALittle(ILiveView view)
    {
        var isSilence = _history.View is { } known && view.Seq > known.Seq && !_history.HasGap && !_watchers.AnyWaiting;
        if (!isSilence || _suspected > _history.View!.Seq)
        {
            _suspected = 0;
            return false;
        }

        _suspected = view.Seq;
        return true;
    }

    private void Adopt(ILiveView view)
    {
        if (_history.View is { } known && view.Seq > known.Seq)
        {
            metrics.Gap();
            HasGap(log, name.Kind, name.Id, known.Seq, view.Seq);
        }

        _lastRead = _reads.Begun;
        _history.Adopt(view);
        _watchers.SendSnapshot(_history.View!.Seq, Snapshot);
        _watchers.AnswerWaiting(_history, _lastRead, Snapshot);
        Advance();
    }

    private void OnUnknown()
    {
        // An auction doesn't disappear: the store is in trouble, and the auction is not unknown.
        if (_history.View is not null)
            throw new InvalidOperationException($"The store has no {name.Kind} '{name.Id}' any more.");
        _isDropped = true;
        _watchers.Dismiss(ServerFrames.Error(name.UnknownReason, name));
    }

    [LoggerMessage(EventId = 630, Level = LogLevel.Warning, Message = "{Kind} {Id} could not be read from the store; the pusher tries again")]
    private static partial void NotRead(ILogger logger, Exception failure, string kind, string id);

    [LoggerMessage(
        EventId = 631, Level = LogLevel.Warning,
        Message = "{Kind} {Id}: events after {Seq} did not arrive; the pusher goes on from the store's {StoreSeq}")]
    private static partial void HasGap(ILogger logger, string kind, string id, long seq, long storeSeq);
}
