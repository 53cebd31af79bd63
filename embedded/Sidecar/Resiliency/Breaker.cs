namespace Embedded.Sidecar.Resiliency;

/// <summary>
/// A circuit that opens after so many failures in a row. Polly's opens by a share of failures within a time, which is
/// another rule than resiliency.yaml's <c>consecutiveFailures</c>.
/// </summary>
internal sealed class Breaker(BreakerSpec spec, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _era;
    private int _failures;
    private int _trials;
    private int _successes;
    private long? _openedAt;

    /// <summary>Lets a call through, or not.</summary>
    /// <returns>The era of the call, for <see cref="Leave"/>. What began before the circuit opened or closed says nothing about it since.</returns>
    /// <exception cref="CircuitOpenException">Not.</exception>
    public int Enter()
    {
        lock (_lock)
        {
            if (_openedAt is not { } opened)
                return _era;
            if (time.GetElapsedTime(opened) < spec.Open || _trials >= spec.MaxRequests)
                throw new CircuitOpenException();
            _trials++;
            return _era;
        }
    }

    /// <summary>Says how a call that was let through ended.</summary>
    /// <param name="era">What <see cref="Enter"/> returned.</param>
    /// <param name="succeeded">Whether it succeeded; null where its caller gave it up.</param>
    public void Leave(int era, bool? succeeded)
    {
        lock (_lock)
        {
            if (era != _era)
                return;
            switch (succeeded)
            {
                case null:
                    _trials = Math.Max(0, _trials - 1);
                    break;
                case true:
                    _failures = 0;
                    if (_openedAt is not null && ++_successes >= spec.MaxRequests)
                        Turn(openedAt: null);
                    break;
                case false:
                    if (++_failures >= spec.TripAfter || _openedAt is not null)
                        Turn(time.GetTimestamp());
                    break;
            }
        }
    }

    private void Turn(long? openedAt)
    {
        _era++;
        _openedAt = openedAt;
        (_trials, _successes) = (0, 0);
    }
}
