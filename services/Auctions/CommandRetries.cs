namespace Auctions;

/// <summary>How a command about a running auction is tried again, whoever sent it.</summary>
internal static class CommandRetries
{
    /// <summary>Eight, over some twelve seconds: a store that is started anew is back by then.</summary>
    public const int Most = 8;

    /// <summary>The delay after so many tries: 50 ms, doubled each time, at most 5 s.</summary>
    /// <param name="tried">From 1.</param>
    public static TimeSpan Delay(int tried) => TimeSpan.FromMilliseconds(Math.Min(50 << Math.Min(tried - 1, 7), 5_000));
}
