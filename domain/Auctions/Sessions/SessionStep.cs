using Auctions.Lifecycle;
using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>The progress of a session.</summary>
/// <param name="IsOver">Whether every lot is over.</param>
/// <param name="DueAt">When the next step is due if no notification comes before; null where only a notification brings it.</param>
public sealed record SessionStep(bool IsOver, DateTimeOffset? DueAt) : IScheduleStep
{
    // A lot notifies its session itself; the step is due only in case that notification is lost.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>The step of a session.</summary>
    public static SessionStep Of(SessionState session, DateTimeOffset now)
    {
        var dueTimes = session.Lots.Where(lot => lot.Status is AuctionStatus.Scheduled or AuctionStatus.Open)
            .Select(lot => lot.Status == AuctionStatus.Open ? lot.ClosesAt : lot.OpensAt).ToList();
        return new(session.IsOver, dueTimes.Count == 0 ? null : (dueTimes.Min() > now ? dueTimes.Min() : now) + Grace);
    }
}
