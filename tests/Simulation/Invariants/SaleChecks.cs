using Auctions;
using Auctions.Rules;
using Auctions.Store;
using Simulation.Tests.People;

namespace Simulation.Tests.Invariants;

/// <summary>
/// Checks who got the auction, from the limits that people set and without the rules of the product: against the winner's limit,
/// everybody else's, and the times of receipt.
/// </summary>
internal static class SaleChecks
{
    public static void Run(Ledger ledger, Scenario scenario, AuctionHead head, IReadOnlyList<DecisionRecord> trail)
    {
        var raises = trail.Where(record => record.Kind == DecisionKind.Raise).ToList();
        var voided = Replay.Voided(trail);
        CheckInTime(ledger, scenario, head.State, raises);
        if (head.State.Leader is not { } leader)
            return;

        var own = raises.Where(raise => raise is { Reason: null } && raise.User == leader).ToList();
        if (own.Count == 0 || head.State.Price > own.Max(raise => raise.Limit))
            ledger.Report(Invariant.NobodyPaysOverTheMaximum, $"{leader} leads at {head.State.Price}, above every limit that {leader} set");
        if (own.Count > 0 && own.TrueForAll(raise => raise.Seq is { } bid && voided.Contains(bid)))
            ledger.Report(Invariant.VoidedBidsDontStand, $"{leader} leads at {head.State.Price}, only by bids that are voided");
        if (voided.Count > 0)
            return;
        CheckLaterMaximum(ledger, scenario, head.State, own);
        CheckEqualMaxima(ledger, scenario, head.State, own, raises);
        // The buy-now price is paid by the first who offers it, even where another bidder has a higher maximum.
        if (trail.Any(record => record.Kind == DecisionKind.Close))
            CheckHighest(ledger, scenario, head.State, raises);
    }

    private static void CheckInTime(Ledger ledger, Scenario scenario, AuctionState state, IReadOnlyList<DecisionRecord> raises)
    {
        if (state.Status != AuctionStatus.Closed)
            return;
        var acknowledged = ledger.Entries.Where(entry => entry.IsAcknowledged).Select(entry => entry.CommandId).ToHashSet();
        foreach (var raise in raises)
            if (raise.Reason == Rejections.Closed && raise.At < state.ClosesAt && acknowledged.Contains(raise.Command)
                && !Pausing.WasPausedAt(state, raise.At))
                ledger.Report(
                    Invariant.InTimeCounts,
                    $"{scenario.NameOf(raise.Command)} is received {(state.ClosesAt - raise.At).TotalMilliseconds:F1} ms before the end and rejected as late");
    }

    private static void CheckLaterMaximum(Ledger ledger, Scenario scenario, AuctionState state, List<DecisionRecord> own)
    {
        if (Standing(own) is { } last && state.LeaderLimitAt != last.At)
            ledger.Report(
                Invariant.LaterMaximumApplies,
                $"{scenario.NameOf(last.Command)} is the leader's last maximum by receipt, and another one applies");
    }

    private static void CheckEqualMaxima(
        Ledger ledger, Scenario scenario, AuctionState state, List<DecisionRecord> own, IReadOnlyList<DecisionRecord> raises)
    {
        if (Standing(own) is not { IsMaximum: true } applies)
            return;
        // A leader may send the same maximum again.
        var since = own.Where(raise => raise.IsMaximum && raise.Limit == applies.Limit).Min(raise => raise.At);
        foreach (var other in StandingOfAll(raises))
            if (other.User != state.Leader && other.IsMaximum && other.Limit == applies.Limit && other.At < since)
                ledger.Report(
                    Invariant.EarlierOfEqualLeads,
                    $"{scenario.NameOf(other.Command)} is received before {scenario.NameOf(applies.Command)} of the same {other.Limit}, which leads");
    }

    private static void CheckHighest(Ledger ledger, Scenario scenario, AuctionState state, IReadOnlyList<DecisionRecord> raises)
    {
        foreach (var raise in raises.Where(raise => raise.Reason is not null).Concat(StandingOfAll(raises)))
            if (raise.User != state.Leader && raise.Limit > MostOfOthers(state, raise))
                ledger.Report(
                    Invariant.SoldToTheHighest,
                    $"{scenario.NameOf(raise.Command)} is limited to {raise.Limit}, and {state.Leader} leads at {state.Price}");
        if (state.Status != AuctionStatus.Closed)
            return;
        var isMet = scenario.Terms.ReservePrice is not { } reserve || state.Price >= reserve;
        if (state.Winner != (isMet ? state.Leader : null))
            ledger.Report(Invariant.SoldToTheHighest, $"{state.Leader} leads at the end, and the winner is {state.Winner ?? "nobody"}");
    }

    private static IEnumerable<DecisionRecord> StandingOfAll(IReadOnlyList<DecisionRecord> raises) =>
        raises.Where(raise => raise.Reason is null).GroupBy(raise => raise.User).Select(own => Standing([.. own])).OfType<DecisionRecord>();

    // A bidder who leads may change the maximum, also to a lower one; the maximum that was received last applies.
    private static DecisionRecord? Standing(List<DecisionRecord> own) =>
        own.FindLastIndex(raise => raise.Seq is not null) is var lead and >= 0
            ? own.Skip(lead).Where(raise => raise.IsMaximum).OrderBy(raise => raise.At).LastOrDefault() ?? own[lead]
            : null;

    // The most that a bidder who doesn't lead may have offered. An amount below the next minimum didn't count.
    private static decimal? MostOfOthers(AuctionState state, DecisionRecord raise) => raise.Reason switch
    {
        null => state.Price,
        // The increment may have been changed since. Without that, no step is above 2.
        Rejections.TooLow => Math.Max(state.NextMinimum, state.Price + 2),
        _ => decimal.MaxValue,
    };
}
