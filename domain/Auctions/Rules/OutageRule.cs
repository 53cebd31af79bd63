using Auctions.Events;

namespace Auctions.Rules;

/// <summary>
/// The rule of the house for outages (docs/decisions/0014-an-outage-of-the-house.md), with the outages that are known. An outage
/// concerns an auction that bidders could have bid on meanwhile, and whose close would leave them less than <paramref name="Notice"/>
/// after it.
/// </summary>
/// <param name="Policy">What the house does.</param>
/// <param name="Notice">How long after an outage bidders need to find the house back.</param>
/// <param name="Outages">The outages by their ids, ascending.</param>
public sealed record OutageRule(OutagePolicy Policy, TimeSpan Notice, IReadOnlyList<Outage> Outages)
{
    /// <summary>The rule of a house that closes auctions whatever happened.</summary>
    public static OutageRule None { get; } = new(OutagePolicy.Close, TimeSpan.Zero, []);

    /// <summary>The first outage that concerns an auction and is not made up for; null where there is none.</summary>
    public Outage? FindFor(AuctionState state) => Outages.FirstOrDefault(outage =>
        MayConcern(state, outage) && state.ClosesAt > outage.From && LostFrom(state, outage) < outage.To);

    /// <summary>Whether an outage concerns the auction, or would if a pending raise extended it.</summary>
    public bool MayConcern(AuctionState state) => Outages.Any(outage => MayConcern(state, outage));

    /// <summary>
    /// Makes up for an outage that concerns an auction: extends the auction or pauses it, once for each outage.
    /// </summary>
    /// <param name="state">The auction, in which every raise that was received in time is decided.</param>
    /// <param name="outage">The outage.</param>
    /// <param name="now">The time.</param>
    public Decision MakeUp(AuctionState state, Outage outage, DateTimeOffset now) =>
        Policy == OutagePolicy.Extend ? Extend(state, outage, NewCloseOf(state, outage), now) : Hold(state, outage, now);

    /// <summary>Moves the close, because of an outage.</summary>
    internal static Decision Extend(AuctionState state, Outage outage, DateTimeOffset closesAt, DateTimeOffset now)
    {
        var (open, opened) = Opened(state, outage, now);
        var (extended, happened) = Auctioneer.Extended(open, closesAt, now, ExtensionReasons.Outage);
        return new(extended with { LastOutage = outage.Id }, [.. opened, happened], null, extended.Seq);
    }

    /// <summary>
    /// Pauses the auction from the beginning of the outage, so that the time that was left then is left when it is resumed.
    /// </summary>
    internal static Decision Hold(AuctionState state, Outage outage, DateTimeOffset now)
    {
        var (open, opened) = Opened(state, outage, now);
        var (paused, happened) = Pausing.Paused(open, LostFrom(state, outage), PauseReasons.Outage);
        return new(paused with { LastOutage = outage.Id }, [.. opened, happened], null, paused.Seq);
    }

    private bool MayConcern(AuctionState state, Outage outage) =>
        Policy != OutagePolicy.Close
        && state.Status is AuctionStatus.Scheduled or AuctionStatus.Open
        && !state.IsHammered
        && outage.Id > state.LastOutage
        && state.OpensAt < outage.To
        && state.ClosesAt < outage.To + Notice;

    // As much time is left after the outage as was when bidders lost the house, and never less than they need.
    private DateTimeOffset NewCloseOf(AuctionState state, Outage outage)
    {
        var moved = state.ClosesAt + (outage.To - LostFrom(state, outage));
        return moved > outage.To + Notice ? moved : outage.To + Notice;
    }

    // Where the outage began before the opening or in a pause, bidders lost only what came after that.
    private static DateTimeOffset LostFrom(AuctionState state, Outage outage)
    {
        var from = outage.From > state.OpensAt ? outage.From : state.OpensAt;
        foreach (var pause in state.Pauses)
            if (pause.From <= from && pause.To > from)
                from = pause.To.Value;
        return from.ToUniversalTime();
    }

    private static (AuctionState State, IReadOnlyList<ISequenced> Events) Opened(AuctionState state, Outage outage, DateTimeOffset now)
    {
        var (open, opened, _, _) = AuctionRules.Open(state, now > outage.To ? now : outage.To);
        return (open, opened);
    }
}
