namespace Auctions.AppHost.Supervision;

/// <summary>
/// The delay before a process that died is started again: <see cref="First"/>, doubled with every death up to
/// <see cref="Longest"/>. After <see cref="Stable"/> without a death, the delay begins at <see cref="First"/> again.
/// </summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(0.25);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Stable = TimeSpan.FromSeconds(30);

    private int _deaths;
    private long _startedAt = time.GetTimestamp();

    /// <summary>The number of deaths in all.</summary>
    public int Restarts { get; private set; }

    public void Started() => _startedAt = time.GetTimestamp();

    /// <summary>Counts a death.</summary>
    /// <returns>The delay before the next start.</returns>
    public TimeSpan Died()
    {
        Restarts++;
        if (time.GetElapsedTime(_startedAt) >= Stable)
            _deaths = 0;
        var delay = TimeSpan.FromTicks(First.Ticks << Math.Min(_deaths++, 10));
        return delay < Longest ? delay : Longest;
    }
}
