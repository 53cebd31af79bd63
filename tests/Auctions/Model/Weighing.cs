using Auctions.Rules;

namespace Auctions.Tests.Model;

/// <summary>
/// Who leads at what price, from the list of all that counts: nothing is carried from one raise to the next but the list
/// itself, and every figure is worked out of it again by recursion over shorter lists. Written from the issue.
/// </summary>
internal sealed class Weighing
{
    private readonly AuctionTerms _terms;
    private readonly List<Counted> _list = [];
    private readonly Dictionary<int, Raise?> _leaders = [];
    private readonly Dictionary<int, decimal> _prices = [];
    private readonly Dictionary<int, int> _bids = [];

    public Weighing(AuctionTerms terms, IEnumerable<Counted> candidates)
    {
        _terms = terms;
        foreach (var candidate in candidates)
            if (candidate.Raise is not { } raise)
                _list.Add(candidate);
            else if (raise.Limit >= LeastOf(raise.Bidder))
                Add(candidate, raise);
    }

    /// <summary>The raises that count, in order.</summary>
    public IEnumerable<Raise> Raises => _list.Where(counted => counted.Raise is not null).Select(counted => counted.Raise!.Value);

    public Raise? Leader => LeaderOf(_list.Count);

    public decimal Price => PriceOf(_list.Count);

    public int Bids => BidsOf(_list.Count);

    /// <summary>The hidden limit of who leads, 0 where nobody does.</summary>
    public decimal Limit => Leader?.Limit ?? 0;

    /// <summary>The least next bid: the starting price where nobody has bid.</summary>
    public decimal NextMinimum => NextAt(_list.Count);

    public bool ReserveMet => _terms.ReservePrice is null || (Leader is not null && Price >= _terms.ReservePrice);

    public decimal StepAbove(decimal price) => StepAbove(price, _list.Count);

    /// <summary>Why a raise can't be counted as the next one; null where it can.</summary>
    public string? Objection(Raise raise)
    {
        var leads = Leader?.Bidder == raise.Bidder;
        if (leads && !raise.IsMaximum)
            return Rejections.AlreadyLeading;
        if (raise.Limit < LeastOf(raise.Bidder))
            return Rejections.TooLow;
        var stays = leads && raise.Limit == Price;
        return _terms.LadderOnly && !stays && !Rungs().TakeWhile(rung => rung <= raise.Limit).Contains(raise.Limit) ? Rejections.OffLadder : null;
    }

    private void Add(Counted candidate, Raise raise)
    {
        // Who leads now that something is voided doesn't bid against themselves; the amount is how far they go.
        var counted = raise with { IsMaximum = raise.IsMaximum || Leader?.Bidder == raise.Bidder };

        // A leader's maximum that was received later applies, and this one doesn't count.
        if (!(counted.IsMaximum && Leader is { IsMaximum: true } leader && leader.Bidder == raise.Bidder && raise.ReceivedAt < leader.ReceivedAt))
            _list.Add(candidate with { Raise = counted });
    }

    private decimal LeastOf(string bidder) => Leader?.Bidder == bidder ? Price : NextMinimum;

    /// <summary>The prices to which it may go from here on, one by one.</summary>
    private IEnumerable<decimal> Rungs()
    {
        for (var rung = NextMinimum; ; rung += StepAbove(rung))
            yield return rung;
    }

    private decimal StepAbove(decimal price, int count) =>
        _list.Take(count).LastOrDefault(counted => counted.Announced is not null)?.Announced is { } announced && price < (announced.Until ?? decimal.MaxValue)
            ? announced.Step
            : _terms.Increments!.Where(band => band.From <= price).MaxBy(band => band.From).Step;

    private decimal NextAt(int count) => LeaderOf(count) is null ? _terms.StartingPrice : PriceOf(count) + StepAbove(PriceOf(count), count);

    private Raise? LeaderOf(int count) => Of(_leaders, count, null, LeaderWith);

    private decimal PriceOf(int count) => Of(_prices, count, _terms.StartingPrice, PriceWith);

    private int BidsOf(int count) => Of(_bids, count, 0, BidsWith);

    // Kept, for the recursion would else take for ever.
    private T Of<T>(Dictionary<int, T> known, int count, T first, Func<Raise, int, T> with)
    {
        if (!known.TryGetValue(count, out var value))
            known[count] = value = count == 0 ? first : _list[count - 1].Raise is { } raise ? with(raise, count) : Of(known, count - 1, first, with);
        return value;
    }

    /// <summary>The highest limit; of equal maxima the one received first; no amount beats a maximum that equals it.</summary>
    private Raise? LeaderWith(Raise raise, int count) =>
        LeaderOf(count - 1) is not { } leader || leader.Bidder == raise.Bidder || raise.Limit > leader.Limit
        || (raise.Limit == leader.Limit && raise.IsMaximum && leader.IsMaximum && raise.ReceivedAt < leader.ReceivedAt)
            ? raise
            : leader;

    private decimal PriceWith(Raise raise, int count)
    {
        var before = LeaderOf(count - 1);
        var leader = LeaderOf(count)!.Value;
        var reached = new List<decimal> { PriceOf(count - 1) };

        // A maximum at or above the reserve lifts the price to it.
        if (leader.IsMaximum && leader.Limit >= _terms.ReservePrice)
            reached.Add(_terms.ReservePrice.Value);
        if (before?.Bidder != raise.Bidder)
        {
            reached.Add(NextAt(count - 1));
            if (!leader.IsMaximum)
                reached.Add(leader.Limit);

            // An increment above the best that anybody else would have given, as far as the leader goes.
            var others = _list.Take(count).Where(other => other.Raise is { } made && made.Bidder != leader.Bidder)
                .GroupBy(other => other.Raise!.Value.Bidder).Select(made => made.Last().Raise!.Value.Limit).ToList();
            if (others.Count > 0)
                reached.Add(others.Max() + StepAbove(others.Max(), count));
        }

        return Math.Min(leader.Limit, reached.Max());
    }

    private int BidsWith(Raise raise, int count)
    {
        var before = LeaderOf(count - 1);
        return BidsOf(count - 1) + (before?.Bidder == raise.Bidder ? (PriceOf(count) > PriceOf(count - 1) ? 1 : 0)
            : LeaderOf(count)!.Value.Bidder == raise.Bidder ? 1
            : 2);
    }
}
