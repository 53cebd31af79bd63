namespace Auctions.Bench.Raises;

/// <summary>How much load, and how long.</summary>
/// <param name="Api">The running system.</param>
/// <param name="Auctions">Auctions at the same time, 1 or more.</param>
/// <param name="Watchers">Watchers in all, spread over auctions and live servers.</param>
/// <param name="Bidders">Bidders in all, 2 or more; they take turns.</param>
/// <param name="PerSecond">Raises a second, each sent at its time whether the one before was answered or not; 0 sends as fast as answers come.</param>
/// <param name="InFlight">With <paramref name="PerSecond"/> 0: raises under way at a time.</param>
/// <param name="Seconds">How long raises are sent.</param>
/// <param name="WarmUpSeconds">How long of that is not in the latencies: processes that have just started compile while they work.</param>
internal sealed record RaiseLoadOptions(
    Uri Api, int Auctions, int Watchers, int Bidders, int PerSecond, int InFlight, int Seconds, int WarmUpSeconds);
