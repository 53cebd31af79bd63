using Auctions.Rules;
using BenchmarkDotNet.Attributes;

namespace Auctions.Bench.Rules;

/// <summary>
/// Decides one raise on an auction with a number of earlier bids: accepted as a bid of its own, outbid by the house for a
/// leader with a higher maximum, and rejected as too low. The auction has a reserve, a soft close and a table of increments.
/// </summary>
[MemoryDiagnoser]
public class RulesBenchmarks
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private AuctionState _bidden = null!;
    private AuctionState _withMaximum = null!;
    private Raise _accepted;
    private Raise _answered;
    private Raise _tooLow;

    [Params(10, 100_000)]
    public int BidsBefore { get; set; }

    [GlobalSetup]
    public void Bid()
    {
        var terms = new AuctionTerms("A clock", "EUR", 1, Increments.Preset("trade-me"), null, Start.AddDays(1))
        {
            ReservePrice = 500,
            SoftClose = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        };
        _bidden = AuctionRules.Create("auction-1", "sam", terms, Start).State;
        while (_bidden.Bids < BidsBefore)
        {
            var bidder = _bidden.Bids % 2 == 0 ? "ann" : "bob";
            _bidden = Accepted(AuctionRules.Decide(_bidden, new("c", bidder, _bidden.NextMinimum, false, Start.AddSeconds(1))));
        }

        var at = Start.AddDays(1).AddSeconds(-30);
        _accepted = new("auction-1.c1", "cid", _bidden.NextMinimum, false, at);
        _tooLow = _accepted with { Limit = _bidden.Price };
        _withMaximum = Accepted(AuctionRules.Decide(_bidden, new("c", "cid", _bidden.Price + 100_000, true, Start.AddSeconds(1))));
        _answered = new("auction-1.c2", "ann", _withMaximum.NextMinimum + 1_000, true, at);
    }

    [Benchmark(Description = "a bid, accepted")]
    public Decision Accept() => AuctionRules.Decide(_bidden, _accepted);

    [Benchmark(Description = "a maximum, answered by the house")]
    public Decision Answer() => AuctionRules.Decide(_withMaximum, _answered);

    [Benchmark(Description = "a bid, rejected as too low")]
    public Decision Reject() => AuctionRules.Decide(_bidden, _tooLow);

    private static AuctionState Accepted(in Decision decision) =>
        decision.Accepted ? decision.State : throw new InvalidOperationException($"A raise of the set-up was rejected: {decision.Reason}.");
}
