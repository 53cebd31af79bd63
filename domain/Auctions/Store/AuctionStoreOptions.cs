namespace Auctions.Store;

/// <summary>How hard <see cref="AuctionStore"/> tries. The defaults are right for a store in the same data centre.</summary>
public sealed record AuctionStoreOptions
{
    /// <summary>How often a commit is tried where others are first, 1 or more.</summary>
    public int MostTries { get; init; } = 10;

    /// <summary>How many calls to the store may fail before a commit is given up, 1 or more.</summary>
    public int MostFailures { get; init; } = 3;

    /// <summary>How long one try may take, all its calls to the store together.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The longest wait after the first conflict; the second waits up to twice as long, and so on. Zero doesn't wait.
    /// </summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The seed of the waits. It must differ between processes, or they collide again and again.</summary>
    public int JitterSeed { get; init; } = Environment.ProcessId;

    /// <summary>The number of auctions whose last known head is kept in memory, 1 or more.</summary>
    public int MostRemembered { get; init; } = 2_000;

    /// <summary>The most changes that go into one commit, 1 or more.</summary>
    public int MostChangesPerCommit { get; init; } = 256;
}
