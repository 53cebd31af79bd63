using System.Diagnostics;
using System.Net;

namespace Auctions.Bench.Raises;

/// <summary>The result of a load.</summary>
/// <param name="Took">From the first raise to the last answer.</param>
/// <param name="Decided">From the first raise to the last outcome.</param>
/// <param name="Acked">Raises answered 202.</param>
/// <param name="Accepted">The acknowledged raises that became bids.</param>
/// <param name="Rejected">The acknowledged raises that the rules rejected.</param>
/// <param name="Unavailable">Raises answered 503.</param>
/// <param name="Other">Raises with another answer or none.</param>
/// <param name="AckMs">The times from POST to 202 in ms, ascending.</param>
/// <param name="PushMs">The times from the POST of a bid to its last watcher in ms, ascending.</param>
/// <param name="CoveredBySnapshot">Bids that some watchers learned from a snapshot.</param>
/// <param name="Faults">The broken promises in words.</param>
internal sealed record RaiseLoadResult(
    TimeSpan Took, TimeSpan Decided, int Acked, int Accepted, int Rejected, int Unavailable, int Other,
    double[] AckMs, double[] PushMs, int CoveredBySnapshot, IReadOnlyList<string> Faults)
{
    public static RaiseLoadResult Of(
        RaiseLoadOptions options, long started, TimeSpan took, TimeSpan decided,
        IReadOnlyList<Sent> sent, Arrivals arrivals, int coveredBySnapshot, IReadOnlyList<string> faults)
    {
        var acked = sent.Where(raise => raise.Status == HttpStatusCode.Accepted).ToList();
        var unavailable = sent.Count(raise => raise.Status == HttpStatusCode.ServiceUnavailable);
        var accepted = acked.Where(raise => raise.Accepted).ToList();
        bool IsWarm(Sent raise) => Stopwatch.GetElapsedTime(started, raise.Began).TotalSeconds >= options.WarmUpSeconds;
        double PushMs(Sent raise) => Stopwatch.GetElapsedTime(raise.Began, arrivals.Of(raise.Command!).Last).TotalMilliseconds;
        return new(
            took, decided, acked.Count, accepted.Count, acked.Count(raise => raise.Outcome == "rejected"),
            unavailable, sent.Count - acked.Count - unavailable,
            [.. acked.Where(IsWarm).Select(raise => raise.Acked.TotalMilliseconds).Order()],
            options.Watchers == 0 ? [] : [.. accepted.Where(IsWarm).Select(PushMs).Order()],
            coveredBySnapshot, faults);
    }

    public static double Percentile(double[] ascending, double share) =>
        ascending.Length == 0 ? double.NaN : ascending[Math.Min(ascending.Length - 1, (int)(ascending.Length * share))];
}
