namespace Embedded.Sidecar.Policies;

/// <summary>
/// A circuit breaker that opens after a number of failures in a row. Polly's breaker opens at a ratio of failures, which
/// is not the rule <c>consecutiveFailures</c> of resiliency.yaml.
/// </summary>
internal sealed class Breaker(BreakerSpec spec, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _era;
    private int _failures;
    private int _trials;
    private int _successes;
    private long? _openedAt;

    /// <summary>Lets a call through.</summary>
    /// <returns>
    /// The era of the call, for <see cref="Leave"/>. A new era begins when the circuit opens or closes, and the results of
    /// earlier calls no longer count.
    /// </returns>
    /// <exception cref="CircuitOpenException">The circuit is open, or half open with enough calls under way.</exception>
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

    /// <summary>Counts the result of a call that was let through.</summary>
    /// <param name="era">What <see cref="Enter"/> returned.</param>
    /// <param name="succeeded">Whether it succeeded; null where its caller cancelled it.</param>
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
                        BeginEra(openedAt: null);
                    break;
                case false:
                    if (++_failures >= spec.TripAfter || _openedAt is not null)
                        BeginEra(time.GetTimestamp());
                    break;
            }
        }
    }

    private void BeginEra(long? openedAt)
    {
        _era++;
        _openedAt = openedAt;
        (_trials, _successes) = (0, 0);
    }
}

/// <summary>When a circuit opens, and how it closes again.</summary>
/// <param name="TripAfter">The failures in a row that open the circuit, 1 or more.</param>
/// <param name="MaxRequests">The calls that may pass while the circuit is half open; as many successes close it.</param>
/// <param name="Open">How long the circuit stays open.</param>
internal sealed record BreakerSpec(int TripAfter, int MaxRequests, TimeSpan Open);

/// <summary>The circuit of a target is open, so that the call was not made.</summary>
internal sealed class CircuitOpenException() : Exception("circuit breaker is open");
