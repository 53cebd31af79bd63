using System.Text.Json;
using Auctions.Events;
using Auctions.Views;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Tests.Model;
using FsCheck;
using FsCheck.Fluent;
using Replay = Auctions.Store.Replay;

namespace Auctions.Tests;

/// <summary>
/// Random stories on random terms: raises by amount and by maximum with many ties, late deliveries, all that an auctioneer
/// may do, and time. FsCheck shrinks a failing one; what it came to is printed as a table, with the seed.
/// </summary>
public sealed class When_anything_happens_to_an_auction
{
    private static readonly Config Sequences = Config.QuickThrowOnFailure.WithMaxTest(2_500).WithEndSize(24);

    [Fact]
    public void The_rules_say_what_the_model_says() =>
        Check(course =>
        {
            Assert.Equal(course.Model.Events, course.Opening.Events);
            foreach (var (_, _, decision, verdict) in course.Steps())
            {
                var (state, model) = (course.State, course.Model);
                Assert.Equal((verdict.Reason, verdict.Seq), (decision.Reason, decision.Seq));
                Assert.Equal(verdict.Events, decision.Events);
                Assert.Equal(
                    (model.Status, model.Leader, model.Price, model.Limit, model.Count, model.Winner),
                    (state.Status, state.Leader, state.Price, state.LeaderLimit, state.Bids, state.Winner));
                Assert.Equal(
                    (model.NextMinimum, model.ReserveMet, model.BuyNowPrice, model.Announced, (long)model.Events.Count),
                    (state.NextMinimum, state.ReserveMet, state.BuyNowPrice, state.StepOverride, state.Seq));
                Assert.Equal((model.OpensAt, model.ClosesAt), (state.OpensAt, state.ClosesAt));
            }
        }, Sequences.WithMaxTest(10_000));

    [Fact]
    public void Prices_fall_by_a_void_alone_and_nobody_pays_more_than_they_said() =>
        Check(course =>
        {
            var voids = 0;
            foreach (var (wanted, before, decision, _) in course.Steps())
            {
                voids += wanted.Kind == DecisionKind.Void && decision.Accepted ? 1 : 0;
                Assert.True(course.State.Price >= before.Price || (wanted.Kind == DecisionKind.Void && decision.Accepted), "The price fell.");

                // Known and left: who lowers a maximum between two voids, the second of a bid of their own, may be back at an earlier amount of theirs.
                if (voids < 2 && course.Model.Buyer is null && course.State.Leader is { } leader)
                    Assert.True(course.Model.Bids.Raises.Last(made => made.Bidder == leader).Limit >= course.State.Price, "Who leads didn't bid so much.");
                if (course.Model.Buyer is not null && wanted.Kind == DecisionKind.Raise && decision.Accepted)
                    Assert.True(wanted.Limit >= course.State.Price, "Who bought didn't offer so much.");
                Assert.True(course.State.Leader is null || course.State.LeaderLimit >= course.State.Price, "The leader's limit is below the price.");
            }
        });

    [Fact]
    public void Who_wins_has_the_highest_limit_and_of_equal_ones_the_earliest() =>
        Check(course =>
        {
            foreach (var _ in course.Steps())
            {
            }

            // Who bought it now did so whatever others would have bid.
            if (course.State.Winner is not { } winner || course.Model.Buyer is not null)
                return;
            var limits = course.Model.Bids.Raises.GroupBy(raise => raise.Bidder).Select(made => made.Last()).ToList();
            var won = limits.Single(raise => raise.Bidder == winner);
            foreach (var lost in limits.Where(raise => raise.Bidder != winner))
            {
                Assert.True(won.Limit >= lost.Limit, $"{lost.Bidder} would have given more.");
                Assert.True(
                    won.Limit > lost.Limit || !lost.IsMaximum
                        || course.Model.Bids.Raises.Any(raise => raise.Bidder == winner && raise.Limit >= lost.Limit && raise.ReceivedAt <= lost.ReceivedAt),
                    $"{lost.Bidder} would have given as much, and said so first.");
            }
        });

    [Fact]
    public void The_close_comes_no_nearer_by_bids_and_moves_no_further_than_it_may() =>
        Check(course =>
        {
            foreach (var (wanted, before, decision, _) in course.Steps())
            {
                var mayShorten = wanted.Kind == DecisionKind.Hammer || course.State.Status == AuctionStatus.Closed;
                Assert.True(mayShorten || course.State.ClosesAt >= before.ClosesAt, "The close came nearer.");
                if (course.Story.Terms.SoftClose is { MaxTotal: { } most })
                    Assert.True(course.State.ClosesAt <= course.Story.Terms.ClosesAt + most + course.State.PausedFor, "The close moved too far.");
                if (course.Story.Terms.SoftClose is null && wanted.Kind == DecisionKind.Raise && course.State.Status != AuctionStatus.Closed)
                    Assert.Equal(before.ClosesAt, course.State.ClosesAt);
            }
        });

    [Fact]
    public void Seqs_have_no_gap_and_no_output_has_a_figure_that_is_hidden() =>
        Check(course =>
        {
            var seq = course.State.Seq;
            foreach (var (wanted, _, decision, _) in course.Steps())
            {
                foreach (var happened in decision.Events)
                    Assert.Equal(++seq, happened.Seq);
                Assert.Equal(seq, course.State.Seq);
                decimal?[] hidden = [course.State.LeaderLimit > course.State.Price ? course.State.LeaderLimit : null, course.State.ReserveMet || course.Story.Terms.ReservePrice == course.Story.Terms.StartingPrice ? null : course.Story.Terms.ReservePrice];
                foreach (var output in decision.Events.Select(EventJson.Write).Append(JsonSerializer.SerializeToUtf8Bytes(AuctionViews.Of(course.State, wanted.At), AuctionJson.Options)))
                    Shown.CheckPublic(output, hidden);
            }
        });

    [Fact]
    public void Its_trail_decides_it_again() =>
        Check(course =>
        {
            foreach (var _ in course.Steps())
            {
            }

            var trail = JsonSerializer.Deserialize<DecisionRecord[]>(JsonSerializer.Serialize(course.Trail, AuctionJson.Options), AuctionJson.Options)!;
            var steps = Replay.Of(course.State, trail).ToList();
            Assert.Equal(trail.Select(entry => (entry.Reason, entry.Seq)), steps.Select(step => (step.Decision.Reason, step.Decision.Seq)));
            Assert.Equal(JsonSerializer.Serialize(course.State, AuctionJson.Options), JsonSerializer.Serialize(steps[^1].Decision.State, AuctionJson.Options));
        });

    private static void Check(Action<Course> property, Config? config = null) =>
        Prop.ForAll(Story.Any, story =>
        {
            var course = new Course(story);
            try
            {
                property(course);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{failure.Message}{Environment.NewLine}{course}", failure);
            }
        }).Check(config ?? Sequences);
}
