namespace Dapr.Workflow;

/// <summary>How often and how fast a failed call is tried again.</summary>
public class WorkflowRetryPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="maxNumberOfAttempts">How often at most it is tried, the first time included; at least 1.</param>
    /// <param name="firstRetryInterval">The wait between the first and the second attempt; more than zero.</param>
    /// <param name="backoffCoefficient">By how much each wait is longer than the one before; at least 1.</param>
    /// <param name="maxRetryInterval">The longest wait; at least the first.</param>
    /// <param name="retryTimeout">After how long no attempt is begun any more; at least the first wait, or infinite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public WorkflowRetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        if (maxRetryInterval is { } longest)
            ArgumentOutOfRangeException.ThrowIfLessThan(longest, firstRetryInterval, nameof(maxRetryInterval));
        if (retryTimeout is { } timeout && timeout != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, firstRetryInterval, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval;
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>How often at most it is tried, the first time included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The wait between the first and the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>By how much each wait is longer than the one before.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest wait; without limit where it is null.</summary>
    public TimeSpan? MaxRetryInterval { get; }

    /// <summary>After how long no attempt is begun any more.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>The wait after so many attempts.</summary>
    internal TimeSpan DelayAfter(int attempts)
    {
        var limit = MaxRetryInterval ?? TimeSpan.MaxValue;
        var ticks = FirstRetryInterval.Ticks * Math.Pow(BackoffCoefficient, attempts - 1);
        return ticks < limit.Ticks ? TimeSpan.FromTicks((long)ticks) : limit;
    }

    /// <summary>Whether after so many attempts, the first of which was so long ago, there is another.</summary>
    internal bool AllowsAnother(int attempts, TimeSpan sinceFirst) =>
        attempts < MaxNumberOfAttempts && (RetryTimeout == Timeout.InfiniteTimeSpan || sinceFirst < RetryTimeout);
}
