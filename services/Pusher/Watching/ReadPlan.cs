namespace Auctions.Pusher.Watching;

/// <summary>When the store is to be read next for one stream. One read at a time. Guarded by the stream's lock.</summary>
internal sealed class ReadPlan(PusherOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset? _at;
    private DateTimeOffset _heardAt = time.GetUtcNow();
    private int _fruitless;
    private bool _isReading;

    /// <summary>The number of the last read that began; the first is 1.</summary>
    public long Begun { get; private set; }

    /// <summary>Somebody needs a read, at the latest so far from now.</summary>
    public void Want(TimeSpan within) => _at ??= time.GetUtcNow() + within;

    /// <summary>Nobody needs one any more.</summary>
    public void Unwant() => _at = null;

    /// <summary>An event came in its turn: the silence after which the store is asked begins anew.</summary>
    public void Heard() => _heardAt = time.GetUtcNow();

    /// <summary>Begins a read if one is due and none is in progress.</summary>
    public bool TryBegin()
    {
        var now = time.GetUtcNow();
        if (_isReading || !(_at is { } at ? at <= now : now - _heardAt >= options.Recheck))
            return false;
        _isReading = true;
        Begun++;
        return true;
    }

    /// <summary>The read brought an answer.</summary>
    public void Answered()
    {
        _isReading = false;
        _at = null;
        Heard();
    }

    /// <summary>The answer was what was needed: the next pause is a short one again.</summary>
    public void Sufficed() => _fruitless = 0;

    /// <summary>The read brought no answer, or one that doesn't do: the next comes after a pause that doubles.</summary>
    public void WantAgain()
    {
        _isReading = false;
        var pause = FirstPause * Math.Pow(2, Math.Min(_fruitless++, 16));
        _at = time.GetUtcNow() + (pause < options.LongestRetry ? pause : options.LongestRetry);
    }
}
