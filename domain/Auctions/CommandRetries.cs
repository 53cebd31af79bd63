namespace Auctions;

/// <summary>How commands are tried again: those about a running auction, and those that make something.</summary>
internal static class CommandRetries
{
    /// <summary>Eight, over some twelve seconds: a store that is started anew is back by then.</summary>
    public const int Most = 8;

    /// <summary>The delay after so many tries: 50 ms, doubled each time, at most 5 s.</summary>
    /// <param name="tried">From 1.</param>
    public static TimeSpan Delay(int tried) => TimeSpan.FromMilliseconds(Math.Min(50 << Math.Min(tried - 1, 7), 5_000));

    /// <summary>Of a command that makes something: few, for its sender waits for the answer.</summary>
    public const int MostOfMaking = 3;

    /// <summary>The delay of such a command after so many tries: 50 ms more each time.</summary>
    /// <param name="tried">From 1.</param>
    public static TimeSpan DelayOfMaking(int tried) => TimeSpan.FromMilliseconds(50 * tried);
}
