using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;
using Simulation.Tests.People;

namespace Simulation.Tests.Invariants;

/// <summary>Checks the history of the auction, event by event.</summary>
internal static class HistoryChecks
{
    public static void Run(
        Ledger ledger, Scenario scenario, AuctionHead head, IReadOnlyList<ISequenced> history, IReadOnlyList<IAuctionEvent> published)
    {
        if (!history.Select(happened => happened.Seq).SequenceEqual(Enumerable.Range(1, history.Count).Select(seq => (long)seq)))
            ledger.Report(Invariant.ClosedOnce, $"the history has the seqs {string.Join(' ', history.Select(happened => happened.Seq))}");
        if (history.Count(IsEnd) != 1 || !IsEnd(history[^1]))
            ledger.Report(Invariant.ClosedOnce, $"the history has {history.Count(IsEnd)} ends and ends with {history[^1].Type}");
        if (head.State.Seq != history.Count)
            ledger.Report(Invariant.ClosedOnce, $"the head is at seq {head.State.Seq}, and the history has {history.Count} events");
        CheckPrices(ledger, scenario, history);
        CheckExtensions(ledger, scenario.Terms, history);
        CheckPublished(ledger, history, published);
    }

    private static bool IsEnd(ISequenced happened) => happened is AuctionClosedEvent or AuctionCancelledEvent;

    private static void CheckPrices(Ledger ledger, Scenario scenario, IReadOnlyList<ISequenced> history)
    {
        decimal? price = null;
        foreach (var happened in history)
            switch (happened)
            {
                case AuctionRaisedEvent raised:
                    // The house may answer with the same price where the limits of two bidders are equal.
                    var least = price is null ? scenario.Terms.StartingPrice : raised.Automatic ? price.Value : price.Value + 0.01m;
                    if (raised.Price < least)
                        ledger.Report(Invariant.PricesRise, $"seq {raised.Seq} is a bid of {raised.Price}, and at least {least} is right");
                    price = raised.Price;
                    break;
                case BidVoidedEvent voided:
                    price = voided.Leader is null ? null : voided.Price;
                    break;
            }
    }

    private static void CheckExtensions(Ledger ledger, AuctionTerms terms, IReadOnlyList<ISequenced> history)
    {
        // A pause shifts the close, and a hammer sets it.
        if (terms.SoftClose is not { } soft || history.Any(happened => happened is AuctionPausedEvent or AuctionHammeredEvent))
            return;
        var closesAt = terms.ClosesAt;
        foreach (var raised in history.OfType<AuctionRaisedEvent>())
        {
            // A bid at the buy-now price closes the auction instead.
            if (raised.Price == terms.BuyNowPrice)
                return;
            var extended = raised.At + soft.Extension;
            if (terms.ClosesAt + soft.MaxTotal is { } latest && latest < extended)
                extended = latest;
            if (raised.At >= closesAt - soft.Window && raised.ClosesAt < extended)
                ledger.Report(
                    Invariant.LateBidsExtend,
                    $"seq {raised.Seq} is received {(closesAt - raised.At).TotalMilliseconds:F1} ms before the close and doesn't move it");
            closesAt = raised.ClosesAt;
        }
    }

    private static void CheckPublished(Ledger ledger, IReadOnlyList<ISequenced> history, IReadOnlyList<IAuctionEvent> published)
    {
        var seqs = published.OfType<ISequenced>().Select(happened => happened.Seq).ToHashSet();
        foreach (var happened in history)
            if (!seqs.Contains(happened.Seq))
                ledger.Report(Invariant.EveryEventPublished, $"seq {happened.Seq} ({happened.Type}) is not published");
        foreach (var happened in published.OfType<ISequenced>())
            if (happened.Seq > history.Count || !history[(int)happened.Seq - 1].Equals(happened))
                ledger.Report(Invariant.EveryEventPublished, $"seq {happened.Seq} ({happened.Type}) is published and is not in the history");
    }
}
