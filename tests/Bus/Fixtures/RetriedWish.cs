using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A command that is tried again after 100 ms, 200 ms, 300 ms, …</summary>
internal sealed record RetriedWish(int MaxRetry = 3, string CommandId = "retried-1") : ICommand<RetriedWish>, IRetryOnFail
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<RetriedWish>)];

    public TimeSpan RetryDelay(int tried) => TimeSpan.FromMilliseconds(100 * tried);
}
