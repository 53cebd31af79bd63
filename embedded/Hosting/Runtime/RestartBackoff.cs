namespace Aspire.Hosting.Runtime;

// How long to wait before a crashed process is started again: 0.25 s, doubled with every crash up to 15 s. A process
// that stayed up for 30 s has earned a fresh start.
internal sealed class RestartBackoff(TimeProvider time)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(0.25);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Stable = TimeSpan.FromSeconds(30);

    private int _crashes;
    private long _startedAt;

    public void Started() => _startedAt = time.GetTimestamp();

    public TimeSpan Crashed()
    {
        if (time.GetElapsedTime(_startedAt) >= Stable)
            _crashes = 0;
        var delay = TimeSpan.FromTicks(First.Ticks << Math.Min(_crashes++, 10));
        return delay < Longest ? delay : Longest;
    }
}
