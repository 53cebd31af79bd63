using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sweeping;

/// <summary>What a sweep found in the heads of all auctions that are not over, or not for long. Every worker finds the same.</summary>
public sealed record HouseFigures
{
    /// <summary>How long before its hour an auction counts as opening or closing soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    /// <summary>When the sweep began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The auctions that have not opened.</summary>
    public int Scheduled { get; init; }

    /// <summary>The auctions that accept raises.</summary>
    public int Open { get; init; }

    /// <summary>The auctions that are halted.</summary>
    public int Paused { get; init; }

    /// <summary>The lots that wait for their turn.</summary>
    public int Waiting { get; init; }

    /// <summary>The auctions that open within <see cref="Soon"/>.</summary>
    public int OpeningSoon { get; init; }

    /// <summary>The auctions that close within <see cref="Soon"/>.</summary>
    public int ClosingSoon { get; init; }

    /// <summary>How long the most overdue opening is due; zero where none is.</summary>
    public TimeSpan OpeningOverdue { get; init; }

    /// <summary>How long the most overdue close is due, after the grace; zero where none is.</summary>
    public TimeSpan ClosingOverdue { get; init; }

    /// <summary>The participants of the open and paused auctions. A user who takes part in two counts twice.</summary>
    public int Participants { get; init; }

    /// <summary>The commands that are accepted and not decided.</summary>
    public int Pending { get; init; }

    /// <summary>The age of the oldest pending command; zero where there is none.</summary>
    public TimeSpan OldestPending { get; init; }

    /// <summary>The committed events that are not known to be published.</summary>
    public int Unpublished { get; init; }

    /// <summary>The accepted commands whose workflow is not known to be scheduled.</summary>
    public int Unscheduled { get; init; }

    internal HouseFigures With(AuctionHead head) => OfState(head.State) with
    {
        Pending = Pending + head.Pending.Length,
        OldestPending = head.Pending is [var oldest, ..] ? Longer(OldestPending, At - oldest.At) : OldestPending,
        Unpublished = Unpublished + head.Unpublished.Length,
        Unscheduled = Unscheduled + head.Unscheduled.Length,
    };

    private HouseFigures OfState(AuctionState state) => state.Status switch
    {
        AuctionStatus.Scheduled => this with
        {
            Scheduled = Scheduled + 1,
            OpeningSoon = OpeningSoon + (IsSoon(state.OpensAt) ? 1 : 0),
            OpeningOverdue = Longer(OpeningOverdue, At - state.OpensAt),
            ClosingOverdue = Longer(ClosingOverdue, At - state.ClosesAt - AuctionRules.ClosingGrace),
        },
        AuctionStatus.Open => this with
        {
            Open = Open + 1,
            ClosingSoon = ClosingSoon + (IsSoon(state.ClosesAt) ? 1 : 0),
            ClosingOverdue = Longer(ClosingOverdue, At - state.ClosesAt - AuctionRules.ClosingGrace),
            Participants = Participants + state.Participants,
        },
        AuctionStatus.Paused => this with { Paused = Paused + 1, Participants = Participants + state.Participants },
        AuctionStatus.Waiting => this with { Waiting = Waiting + 1 },
        _ => this,
    };

    private bool IsSoon(DateTimeOffset hour) => hour >= At && hour <= At + Soon;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>Hears what each sweep finds.</summary>
public interface IHouseListener
{
    /// <summary>Called by every sweep that could read the heads.</summary>
    void Swept(HouseFigures figures);
}
