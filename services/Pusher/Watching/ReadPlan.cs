namespace Auctions.Pusher.Watching;

/// <summary>When to read the store next for one stream; one read at a time. Guarded by the stream's lock.</summary>
internal sealed class ReadPlan(PusherOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset? _at;
    private DateTimeOffset _lastEventAt = time.GetUtcNow();
    private int _retries;
    private bool _isReading;

    /// <summary>The number of the last read that began; the first is 1.</summary>
    public long Begun { get; private set; }

    /// <summary>Requests a read within a time from now, unless one is requested already.</summary>
    public void Request(TimeSpan within) => _at ??= time.GetUtcNow() + within;

    /// <summary>Takes the request back.</summary>
    public void Cancel() => _at = null;

    /// <summary>Notes that an event was delivered in its turn: the silence after which the store is read starts again.</summary>
    public void NoteEvent() => _lastEventAt = time.GetUtcNow();

    /// <summary>Begins a read if one is due and none is in progress.</summary>
    public bool TryBegin()
    {
        var now = time.GetUtcNow();
        if (_isReading || !(_at is { } at ? at <= now : now - _lastEventAt >= options.Recheck))
            return false;
        _isReading = true;
        Begun++;
        return true;
    }

    /// <summary>Notes that the store answered, and takes the request back.</summary>
    public void NoteAnswer()
    {
        _isReading = false;
        _at = null;
        NoteEvent();
    }

    /// <summary>Makes the next pause a short one again.</summary>
    public void ResetPause() => _retries = 0;

    /// <summary>Requests another read because the last one was no use. The pause before it doubles each time.</summary>
    public void RetryLater()
    {
        _isReading = false;
        var pause = FirstPause * Math.Pow(2, Math.Min(_retries++, 16));
        _at = time.GetUtcNow() + (pause < options.LongestRetry ? pause : options.LongestRetry);
    }
}
