namespace Auctions.Store;

/// <summary>The limits of <see cref="AuctionStore"/>. The defaults suit a store in the same data centre.</summary>
public sealed record AuctionStoreOptions
{
    /// <summary>The most tries of a commit when other processes change the head, 1 or more.</summary>
    public int MostTries { get; init; } = 10;

    /// <summary>The number of tries with a failing store after which a commit is given up, 1 or more.</summary>
    public int MostFailures { get; init; } = 3;

    /// <summary>The longest time for all calls to the store in one try.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The longest wait after the first try; after the n-th try it is n times as long. With zero there is no wait.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The seed of the random waits. It must differ between processes, or their tries collide again and again.</summary>
    public int JitterSeed { get; init; } = Environment.ProcessId;

    /// <summary>The number of auctions whose last known heads are kept in memory, 1 or more.</summary>
    public int MostRemembered { get; init; } = 2_000;

    /// <summary>The most changes that go into one commit, 1 or more.</summary>
    public int MostChangesPerCommit { get; init; } = 256;
}
