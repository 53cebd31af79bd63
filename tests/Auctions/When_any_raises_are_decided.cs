using Auctions.Events;
using Auctions.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Auctions.Tests;

/// <summary>The rules alone, by FsCheck: it prints the seed of a failure and shrinks the raises that lead to it.</summary>
public sealed class When_any_raises_are_decided
{
    private static readonly string[] Users = ["sam", "ann", "bob", "cid"];

    private static readonly Arbitrary<Raise[]> Raises = Gen.ArrayOf(
        from user in Gen.Elements(Users)
        from cents in Gen.Choose(1, 20_000)
        from second in Gen.Choose(-10, 3_610)
        select new Raise($"c{second}-{cents}", user, cents / 100m, false, House.Noon.AddSeconds(second))).ToArbitrary();

    [Fact]
    public void Prices_rise_by_at_least_the_step_and_seqs_have_no_gap() =>
        Prop.ForAll(Raises, raises =>
        {
            var state = Start();
            foreach (var raise in raises)
            {
                var before = state;
                var decision = AuctionRules.Decide(state, raise);
                state = decision.State;
                Assert.Equal(before.Seq + decision.Events.Count, state.Seq);
                Assert.Equal(Enumerable.Range(1, decision.Events.Count).Select(at => before.Seq + at), decision.Events.Select(happened => happened.Seq));
                if (decision.Accepted)
                    Assert.True(raise.Limit >= before.NextMinimum && state.Price == raise.Limit && state.NextMinimum > state.Price);
                else
                    Assert.Equal((before.Price, before.Leader, before.Bids), (state.Price, state.Leader, state.Bids));
            }
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Nobody_out_of_time_and_no_seller_ever_leads() =>
        Prop.ForAll(Raises, raises =>
        {
            var state = Start();
            foreach (var raise in raises)
            {
                var decision = AuctionRules.Decide(state, raise);
                var inTime = raise.ReceivedAt >= state.OpensAt && raise.ReceivedAt < state.ClosesAt;
                Assert.False(decision.Accepted && (!inTime || raise.Bidder == "sam" || raise.Bidder == state.Leader));
                Assert.Equal(inTime, decision.Reason is not (Rejections.Closed or Rejections.NotOpen));
                state = decision.State;
            }
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Who_wins_made_the_highest_bid_that_was_accepted() =>
        Prop.ForAll(Raises, raises =>
        {
            var state = Start();
            var accepted = new List<AuctionRaisedEvent>();
            foreach (var raise in raises)
            {
                var decision = AuctionRules.Decide(state, raise);
                accepted.AddRange(decision.Events.OfType<AuctionRaisedEvent>());
                state = decision.State;
            }

            var closed = AuctionRules.Close(state, state.ClosesAt + AuctionRules.ClosingGrace).State;
            Assert.Equal(accepted.MaxBy(raised => raised.Price)?.Leader, closed.Winner);
            Assert.Equal(accepted.Count, closed.Bids);
        }).Check(Config.QuickThrowOnFailure);

    private static AuctionState Start() =>
        AuctionRules.Create("a", "sam", House.Terms(startingPrice: 1, opensIn: TimeSpan.FromSeconds(5)), House.Noon).State;
}
