namespace Auctions.Pusher.Live;

/// <summary>How many frames a client may still send: so many a second, and as many at once. For one caller.</summary>
internal sealed class FrameAllowance(int perSecond, TimeProvider time)
{
    private double _left = perSecond;
    private long _filledAt = time.GetTimestamp();

    public bool TryTake()
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
