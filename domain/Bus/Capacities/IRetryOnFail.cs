namespace Auctions.Bus;

/// <summary>A command that is worth another try when a step throws.</summary>
public interface IRetryOnFail
{
    /// <summary>Tries after the first, 0 or more.</summary>
    int MaxRetry { get; }

    /// <summary>How long to wait before the next try; below 0 counts as 0.</summary>
    /// <param name="tried">The tries so far, from 1.</param>
    TimeSpan RetryDelay(int tried);
}
