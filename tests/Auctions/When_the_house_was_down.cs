using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Outages;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Views;

namespace Auctions.Tests;

/// <summary>All workers are away over the close of an auction, and come back after it.</summary>
public sealed class When_the_house_was_down
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OthersHave = TimeSpan.FromSeconds(3);

    private readonly DateTimeOffset _end = House.Noon.AddHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_house_closes_as_ever_where_that_is_its_rule()
    {
        var house = await DownAsync(OutagePolicy.Close);
        house.Documents.Calls.Clear();

        Assert.True((await AdvanceAsync(new(house))).IsOver);
        Assert.Equal("ann", (await house.ViewAsync()).Winner);
        Assert.DoesNotContain(house.Documents.Calls, call => call.Key == AuctionKeys.Heartbeat);
    }

    [Fact]
    public async Task The_first_thing_that_a_restarted_worker_does_is_not_the_close()
    {
        var house = await DownAsync(OutagePolicy.Extend);
        var worker = new House.Worker(house);

        // Its clock may be wrong, so it first waits whether another worker is alive.
        var step = await AdvanceAsync(worker);
        Assert.Equal(new(AuctionStatus.Open, house.Time.GetUtcNow().AddSeconds(1)), step);
        house.Time.Advance(OthersHave);
        step = await AdvanceAsync(worker);

        var outage = Assert.Single(worker.Recorded);
        Assert.Equal((1, _end - 2 * Minute, house.Time.GetUtcNow()), (outage.Id, outage.From, outage.To));
        Assert.Equal(new(AuctionStatus.Open, outage.To + 2 * Minute + AuctionRules.ClosingGrace), step);
    }

    [Fact]
    public async Task The_close_moves_and_what_was_received_before_the_outage_counts()
    {
        var house = await DownAsync(OutagePolicy.Extend);
        var worker = await BackAsync(house);

        var view = await house.ViewAsync();
        Assert.Equal((AuctionStatus.Open, "ann", false), (view.Status, view.Leader, view.Closing));
        Assert.Equal(worker.Recorded[0].To + 2 * Minute, view.ClosesAt);
        Assert.Equal(["opened", "raised", "extended"], house.Publisher.Published.Select(happened => happened.Type));

        Assert.Equal(OutcomeKind.Succeeded, (await worker.SendAsync(house.Raising("ben", 20, "2"))).Kind);
        for (var left = 2 * Minute + AuctionRules.ClosingGrace; left > TimeSpan.Zero; left -= HouseOutages.Period)
        {
            house.Time.Advance(HouseOutages.Period);
            await worker.Outages.BeatAsync(Cancellation);
        }

        Assert.True((await AdvanceAsync(worker)).IsOver);
        Assert.Equal("ben", (await house.ViewAsync()).Winner);
        await IsVerifiedAsync(house);
    }

    [Fact]
    public async Task The_auction_is_held_until_the_auctioneer_decides()
    {
        var house = await DownAsync(OutagePolicy.Hold);
        var worker = await BackAsync(house);

        var view = await house.ViewAsync();
        Assert.Equal((AuctionStatus.Paused, PauseReasons.Outage, "ann"), (view.Status, view.PauseReason, view.Leader));
        Assert.Equal(Outcome.Rejected(Rejections.Paused), await worker.SendAsync(house.Raising("ben", 20, "2")));
        house.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null((await AdvanceAsync(worker)).DueAt);

        await worker.SendAsync(house.Wishing(DecisionKind.Resume, "r"));
        Assert.Equal(house.Time.GetUtcNow() + 2 * Minute, (await house.ViewAsync()).ClosesAt);
        Assert.Equal(OutcomeKind.Succeeded, (await worker.SendAsync(house.Raising("ben", 20, "3"))).Kind);
        await worker.SendAsync(house.Wishing(DecisionKind.Hammer, "h"));
        house.Time.Advance(AuctionRules.ClosingGrace);
        Assert.True((await AdvanceAsync(worker)).IsOver);
        await IsVerifiedAsync(house);
    }

    [Fact]
    public async Task The_sweep_makes_up_for_it_before_the_old_close()
    {
        var house = await OpenAsync(OutagePolicy.Extend);
        await GoDownAsync(house, _end - 10 * Minute);
        house.Time.SetUtcNow(_end - Minute / 2);
        var worker = new House.Worker(house);
        await worker.Sweep.SweepOnceAsync(Cancellation);
        house.Time.Advance(OthersHave);
        await worker.Sweep.SweepOnceAsync(Cancellation);

        Assert.Equal(worker.Recorded[0].To + 10 * Minute, (await house.ViewAsync()).ClosesAt);
        await worker.Sweep.SweepOnceAsync(Cancellation);
        await new House.Worker(house).Sweep.SweepOnceAsync(Cancellation);
        Assert.Single(house.Publisher.Published, happened => happened.Type == "extended");
    }

    [Theory]
    [InlineData(OutagePolicy.Extend), InlineData(OutagePolicy.Hold)]
    public async Task A_raise_after_the_old_close_is_not_late_before_the_outage_is_made_up_for(OutagePolicy policy)
    {
        var house = await DownAsync(policy);
        var worker = new House.Worker(house);
        var raise = house.Raising("ben", 20, "2");
        Assert.Equal(OutcomeKind.Pending, (await worker.Order.AcceptAsync(raise, isOverloaded: false, Cancellation)).Outcome.Kind);
        var deciding = worker.SendAsync(raise);
        // The next raise decides those that wait for some time, except what an outage may bring into time.
        house.Time.Advance(TimeSpan.FromMilliseconds(100));
        await worker.Order.AcceptAsync(house.Raising("cid", 5, "3"), isOverloaded: false, Cancellation);
        Assert.Equal(2, (await house.HeadAsync()).Pending.Length);
        await worker.Order.SettleAsync(House.Auction, DateTimeOffset.MaxValue, Cancellation);
        Assert.False(deciding.IsCompleted);
        while (!deciding.IsCompleted)
        {
            house.Time.Advance(TimeSpan.FromMilliseconds(250));
            // Without beats, so much time would be another outage.
            await worker.Outages.BeatAsync(Cancellation);
            await Task.Yield();
        }

        Assert.Equal(policy == OutagePolicy.Extend ? Outcome.Succeeded(4) : Outcome.Rejected(Rejections.Paused), await deciding);
        await IsVerifiedAsync(house);
    }

    [Fact]
    public async Task A_raise_that_was_accepted_before_the_outage_may_bring_the_close_into_it()
    {
        var house = await OpenAsync(OutagePolicy.Extend, new SoftClose(5 * Minute, 5 * Minute));
        house.Time.SetUtcNow(_end - TimeSpan.FromSeconds(1));
        await house.First.Order.AcceptAsync(house.Raising("ann", 10, "1"), isOverloaded: false, Cancellation);
        // By the close of the terms, bidding is over when the last beat is written.
        await GoDownAsync(house, _end + TimeSpan.FromSeconds(1));
        house.Time.SetUtcNow(_end + TimeSpan.FromHours(1));
        var worker = await BackAsync(house);

        var left = (_end - TimeSpan.FromSeconds(1) + 5 * Minute) - (_end + TimeSpan.FromSeconds(1));
        Assert.Equal(worker.Recorded[0].To + left, (await house.ViewAsync()).ClosesAt);
        await IsVerifiedAsync(house);
    }

    [Fact]
    public async Task Two_workers_that_come_back_make_up_for_it_once()
    {
        var house = await DownAsync(OutagePolicy.Extend);
        var workers = new[] { new House.Worker(house), new House.Worker(house) };
        house.Documents.Yields = true;
        await Task.WhenAll(workers.Select(worker => AdvanceAsync(worker)));
        house.Time.Advance(OthersHave);
        await Task.WhenAll(workers.Select(worker => AdvanceAsync(worker)));
        await Task.WhenAll(workers.Select(worker => AdvanceAsync(worker)));

        var outage = Assert.Single(workers.SelectMany(worker => worker.Recorded));
        Assert.Equal(outage.To + 2 * Minute, (await house.ViewAsync()).ClosesAt);
        Assert.Equal(["opened", "raised", "extended"], (await house.HistoryAsync()).Select(happened => happened.Type));
    }

    [Fact]
    public async Task A_worker_that_was_stopped_in_the_middle_knows_it_at_once()
    {
        var house = await DownAsync(OutagePolicy.Extend);

        Assert.NotNull((await AdvanceAsync(house.First)).DueAt);
        Assert.Equal(_end - 2 * Minute, Assert.Single(house.First.Recorded).From);
        Assert.Equal(["opened", "raised", "extended"], (await house.HistoryAsync()).Select(happened => happened.Type));
    }

    [Fact]
    public async Task The_session_hears_of_the_lots_new_close()
    {
        var house = new House(new HouseOptions { OutagePolicy = OutagePolicy.Extend });
        await house.First.SendAsync(house.Opening(House.Terms() with { Session = new("sale", 1, AwaitsTurn: false) }));
        await GoDownAsync(house, _end - Minute);
        house.Time.SetUtcNow(_end + 5 * Minute);
        await BackAsync(house);

        Assert.Contains("sale", house.Lifetimes.WokenSessions);
    }

    private static async Task<House> OpenAsync(OutagePolicy policy, SoftClose? softClose = null)
    {
        var house = new House(new HouseOptions { OutagePolicy = policy });
        await house.First.SendAsync(house.Opening(House.Terms() with { SoftClose = softClose }));
        return house;
    }

    /// <summary>The last beat of a house that goes down then.</summary>
    private static async Task GoDownAsync(House house, DateTimeOffset at)
    {
        house.Time.SetUtcNow(at);
        await house.First.Outages.BeatAsync(Cancellation);
    }

    /// <summary>A house that went down two minutes before the close, with a raise that is accepted, and comes back after five.</summary>
    private async Task<House> DownAsync(OutagePolicy policy)
    {
        var house = await OpenAsync(policy);
        await GoDownAsync(house, _end - 2 * Minute);
        house.Time.Advance(TimeSpan.FromSeconds(1));
        await house.First.Order.AcceptAsync(house.Raising("ann", 10, "1"), isOverloaded: false, Cancellation);
        house.Time.SetUtcNow(_end + 3 * Minute);
        return house;
    }

    /// <summary>A restarted worker, once it knows that there was an outage.</summary>
    private static async Task<House.Worker> BackAsync(House house)
    {
        var worker = new House.Worker(house);
        await AdvanceAsync(worker);
        house.Time.Advance(OthersHave);
        await AdvanceAsync(worker);
        return worker;
    }

    private static Task<AuctionStep> AdvanceAsync(House.Worker worker) => worker.Lifetime.AdvanceAsync(House.Auction, Cancellation);

    private static async Task IsVerifiedAsync(House house)
    {
        var lines = await new AuctionAudit(house.Documents).ReadAsync(House.Auction, Cancellation);
        var verdict = Assert.IsType<AuditVerdict>(lines!.Last());
        Assert.True(verdict.Verified, string.Join("\n", lines!));
    }
}
