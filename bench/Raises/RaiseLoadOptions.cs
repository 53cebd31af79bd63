namespace Auctions.Bench.Raises;

/// <summary>The amount and the duration of the load.</summary>
/// <param name="Api">The running system.</param>
/// <param name="Auctions">Auctions at the same time, 1 or more.</param>
/// <param name="Watchers">Watchers in all, spread over auctions and live servers.</param>
/// <param name="Bidders">Bidders in all, 2 or more; they take turns.</param>
/// <param name="PerSecond">Raises a second at a fixed rate, independent of the answers; 0 sends as fast as the answers arrive.</param>
/// <param name="InFlight">With <paramref name="PerSecond"/> 0: raises in flight.</param>
/// <param name="Seconds">The time for which raises are sent.</param>
/// <param name="WarmUpSeconds">The part of that time which is left out of the latencies, while new processes still compile.</param>
internal sealed record RaiseLoadOptions(
    Uri Api, int Auctions, int Watchers, int Bidders, int PerSecond, int InFlight, int Seconds, int WarmUpSeconds);
