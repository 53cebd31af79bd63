namespace Embedded.Sidecar.Resiliency;

/// <summary>
/// A circuit that opens after so many failures in a row. Polly's opens by a share of failures within a time, which is
/// another rule than resiliency.yaml's <c>consecutiveFailures</c>.
/// </summary>
internal sealed class Breaker(BreakerSpec spec, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _failures;
    private int _trials;
    private int _successes;
    private long? _openedAt;

    /// <summary>Lets a call through, or not.</summary>
    /// <exception cref="CircuitOpenException">Not.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (_openedAt is not { } opened)
                return;
            if (time.GetElapsedTime(opened) < spec.Open || _trials >= spec.MaxRequests)
                throw new CircuitOpenException();
            _trials++;
        }
    }

    /// <summary>Says how a call that was let through ended.</summary>
    public void Leave(bool succeeded)
    {
        lock (_lock)
        {
            if (succeeded)
            {
                _failures = 0;
                if (_openedAt is not null && ++_successes >= spec.MaxRequests)
                    _openedAt = null;
            }
            else if (++_failures >= spec.TripAfter || _openedAt is not null)
            {
                _openedAt = time.GetTimestamp();
                (_trials, _successes) = (0, 0);
            }
        }
    }
}
