using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

/// <summary>What is accepted has its place in the auction's order, whatever stalls before it is decided.</summary>
public sealed class When_commands_have_their_order
{
    private static readonly SoftClose FiveMinutes = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));

    private readonly House _house = new();
    private readonly DateTimeOffset _end = House.Noon.AddHours(1);

    [Fact]
    public async Task A_raise_that_was_accepted_in_time_counts_although_its_steps_stall_until_after_the_close()
    {
        await OpenAsync();
        PassTo(_end.AddMilliseconds(-1));
        var raise = await AcceptAsync("ann", 10, "1");

        PassTo(_end + AuctionRules.ClosingGrace);
        await AdvanceAsync();

        Assert.Equal("ann", (await _house.ViewAsync()).Winner);
        Assert.Equal(["opened", "raised", "closed"], _house.Publisher.Published.Select(happened => happened.Type));
        Assert.Equal(2, (await _house.First.SendAsync(raise)).Seq);
        Assert.Equal(1, (await _house.ViewAsync()).Participants);
    }

    [Fact]
    public async Task The_step_of_a_later_raise_decides_the_earlier_ones_in_the_order_of_their_receipt()
    {
        await OpenAsync();
        var raises = new List<AuctionRaiseCommand>();
        foreach (var (bidder, amount) in new[] { ("ann", 10m), ("ben", 20), ("cid", 30), ("dan", 40) })
        {
            raises.Add(_house.Raising(bidder, amount, $"{amount}"));
            Pass(1);
        }

        foreach (var at in new[] { 2, 0, 3, 1 })
            await _house.First.Order.AcceptAsync(raises[at], isOverloaded: false, CancellationToken.None);

        Assert.Equal(4, (await new House.Worker(_house).SendAsync(raises[2])).Seq);
        Assert.Equal(["ann", "ben", "cid"], (await _house.HistoryAsync()).OfType<AuctionRaisedEvent>().Select(raised => raised.Leader));
        Assert.Equal(raises[3].CommandId, Assert.Single((await _house.HeadAsync()).Pending).Command);
        Assert.Equal(2, (await _house.First.SendAsync(raises[0])).Seq);
        Assert.Equal([1, 2, 3, 4], _house.Publisher.Published.Cast<ISequenced>().Select(happened => happened.Seq));
    }

    [Fact]
    public async Task A_raise_after_an_end_that_may_move_waits_until_an_earlier_one_has_moved_it()
    {
        await OpenAsync(FiveMinutes);
        PassTo(_end.AddMilliseconds(-5));
        var ann = _house.Raising("ann", 10, "a");
        PassTo(_end.AddMilliseconds(5));
        var ben = await AcceptAsync("ben", 20, "b");

        var deciding = _house.First.SendAsync(ben);
        Assert.False(deciding.IsCompleted);
        Assert.Equal(2, (await new House.Worker(_house).SendAsync(ann)).Seq);

        Assert.Equal(3, (await PassUntilAsync(deciding)).Seq);
    }

    [Fact]
    public async Task A_raise_after_an_end_that_nothing_has_moved_is_late_once_nothing_earlier_can_come()
    {
        await OpenAsync(FiveMinutes);
        PassTo(_end.AddMilliseconds(5));
        var deciding = _house.First.SendAsync(await AcceptAsync("ben", 20, "b"));
        for (var now = _house.Time.GetUtcNow(); now < _end + AuctionRules.ClosingGrace; now += TimeSpan.FromMilliseconds(100))
        {
            Assert.False(deciding.IsCompleted);
            Pass(100);
        }

        Assert.Equal(Outcome.Rejected(Rejections.Closed), await PassUntilAsync(deciding));
    }

    [Fact]
    public async Task A_raise_after_an_end_that_is_fixed_is_late_at_once()
    {
        await OpenAsync();
        PassTo(_end);

        Assert.Equal(Outcome.Rejected(Rejections.Closed), await _house.First.SendAsync(await AcceptAsync("ben", 20, "b")));
    }

    [Fact]
    public async Task The_close_settles_what_came_before_and_after_an_end_that_moves()
    {
        await OpenAsync(FiveMinutes);
        PassTo(_end.AddMilliseconds(-5));
        await AcceptAsync("ann", 10, "a");
        PassTo(_end.AddMilliseconds(5));
        await AcceptAsync("ben", 20, "b");

        PassTo(_end + AuctionRules.ClosingGrace);
        Assert.Equal(AuctionStatus.Open, (await AdvanceAsync()).Status);

        Assert.Equal("ben", (await _house.ViewAsync()).Leader);
        Assert.Equal(["opened", "raised", "raised"], _house.Publisher.Published.Select(happened => happened.Type));
    }

    [Fact]
    public async Task Of_two_maxima_of_the_leader_the_one_received_later_applies_whichever_is_decided_first()
    {
        await OpenAsync();
        await _house.First.SendAsync(_house.Raising("ann", 10, "1"));
        var earlier = _house.RaisingUpTo("ann", 200, "2");
        Pass(3);
        var later = _house.RaisingUpTo("ann", 300, "3");

        Assert.Equal(OutcomeKind.Succeeded, (await _house.First.SendAsync(later)).Kind);
        Assert.Equal(OutcomeKind.Succeeded, (await _house.First.SendAsync(earlier)).Kind);

        Assert.Equal(300, (await _house.HeadAsync()).State.LeaderLimit);
    }

    [Fact]
    public async Task What_the_auctioneer_does_has_its_place_among_the_raises()
    {
        await OpenAsync();
        var hammer = _house.Wishing(DecisionKind.Hammer, "h");
        await _house.First.Order.AcceptAsync(hammer, isOverloaded: false, CancellationToken.None);
        Pass(1);

        Assert.Equal(Outcome.Rejected(Rejections.Closed), await _house.First.SendAsync(_house.Raising("ann", 10, "1")));
        Assert.Equal(OutcomeKind.Succeeded, (await _house.First.SendAsync(hammer)).Kind);
    }

    [Fact]
    public async Task A_close_waits_for_a_voiding_that_was_accepted_in_time()
    {
        await OpenAsync();
        Assert.Equal(2, (await _house.First.SendAsync(_house.Raising("ann", 10, "1"))).Seq);
        var voiding = _house.Wishing(DecisionKind.Void, "v") with { Bid = 2, Why = "a slip" };
        await _house.First.Order.AcceptAsync(voiding, isOverloaded: false, CancellationToken.None);

        PassTo(_end + AuctionRules.ClosingGrace);
        Assert.Equal(new(AuctionStatus.Open, _house.Time.GetUtcNow() + TimeSpan.FromSeconds(1)), await AdvanceAsync());
        Assert.Equal(3, (await _house.First.SendAsync(voiding)).Seq);

        Assert.Equal(AuctionStatus.Closed, (await AdvanceAsync()).Status);
        Assert.Null((await _house.ViewAsync()).Winner);
    }

    [Fact]
    public async Task The_hammer_is_heard_at_once()
    {
        await OpenAsync();
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Hammer, "h"));

        var hammered = Assert.IsType<AuctionHammeredEvent>(_house.Publisher.Published.Last());
        Assert.Equal((2, House.Noon), (hammered.Seq, hammered.At));
        Assert.Equal(AuctionStatus.Closed, (await _house.ViewAsync()).Status);
    }

    [Theory]
    [InlineData(5_001, "received-long-ago"), InlineData(-251, "received-in-the-future")]
    public async Task A_time_of_receipt_that_the_worker_cannot_believe_is_refused(int millisecondsAgo, string reason)
    {
        await OpenAsync();
        var raise = _house.Raising("ann", 10, "1") with { AcceptBy = House.Noon + ReceiptBounds.AcceptWithin };
        _house.Time.SetUtcNow(House.Noon.AddMinutes(1));
        var receivedAt = _house.Time.GetUtcNow().AddMilliseconds(-millisecondsAgo);

        raise = raise with { ReceivedAt = receivedAt, AcceptBy = receivedAt + ReceiptBounds.AcceptWithin };

        Assert.Equal(Outcome.Failed(reason), await OutcomeAsync(raise));
        Assert.Empty((await _house.HeadAsync()).Pending);
    }

    [Fact]
    public async Task A_copy_that_comes_late_or_at_an_overloaded_worker_is_still_the_accepted_command()
    {
        await OpenAsync();
        var raise = await AcceptAsync("ann", 10, "1");
        Pass(60_000);

        Assert.Equal(Outcome.Pending(), await OutcomeAsync(raise, isOverloaded: true));
        Assert.Equal(
            Outcome.Rejected(Rejections.IdempotencyKeyReused),
            await OutcomeAsync(raise with { Amount = 11 }));
        Assert.Single((await _house.HeadAsync()).Pending);
    }

    [Fact]
    public async Task A_closed_auction_doesnt_accept_what_was_received_in_time()
    {
        await OpenAsync();
        var raise = _house.Raising("ann", 10, "1") with { ReceivedAt = _end.AddMilliseconds(-1), AcceptBy = _end.AddSeconds(5) };
        PassTo(_end + AuctionRules.ClosingGrace);
        await AdvanceAsync();

        Assert.Equal(
            Outcome.Failed("closed-meanwhile"), await OutcomeAsync(raise));
    }

    [Theory]
    [InlineData(0), InlineData(-250)]
    public async Task A_raise_that_would_move_the_end_is_not_accepted_once_a_later_one_may_be_late(int millisecondsAfterTheGrace)
    {
        await OpenAsync(FiveMinutes);
        var ann = _house.Raising("ann", 10, "a") with { ReceivedAt = _end.AddMilliseconds(-5), AcceptBy = _end.AddSeconds(5) };
        PassTo(_end.AddMilliseconds(5));
        var ben = await AcceptAsync("ben", 20, "b");

        // A worker whose clock is ahead may have rejected ben's raise by then.
        PassTo(_end + AuctionRules.ClosingGrace + TimeSpan.FromMilliseconds(millisecondsAfterTheGrace));
        Assert.Equal(
            Outcome.Failed("closed-meanwhile"), await OutcomeAsync(ann));

        PassTo(_end + AuctionRules.ClosingGrace);
        Assert.Equal(Outcome.Rejected(Rejections.Closed), await _house.First.SendAsync(ben));
    }

    [Fact]
    public async Task A_withdrawn_command_is_refused_until_it_is_sent_again()
    {
        await OpenAsync();
        var raise = _house.Raising("ann", 10, "1");
        Assert.True(await WithdrawAsync(raise));

        Assert.Equal(Outcome.Failed("withdrawn"), await OutcomeAsync(raise));
        Pass(1);
        var again = raise with { ReceivedAt = _house.Time.GetUtcNow() };
        Assert.Equal(Outcome.Pending(), await OutcomeAsync(again));
        Assert.Empty((await _house.HeadAsync()).Withdrawn);
    }

    [Fact]
    public async Task An_accepted_or_decided_command_is_not_withdrawn()
    {
        await OpenAsync();
        var raise = await AcceptAsync("ann", 10, "1");
        Assert.False(await WithdrawAsync(raise));
        await _house.First.SendAsync(raise);
        Assert.False(await WithdrawAsync(raise));
    }

    [Fact]
    public async Task Old_withdrawals_are_dropped()
    {
        await OpenAsync();
        await WithdrawAsync(_house.Raising("ann", 10, "1"));
        Pass(60_000);
        await WithdrawAsync(_house.Raising("ann", 10, "2"));

        Assert.Equal("lot-1.2", Assert.Single((await _house.HeadAsync()).Withdrawn).Command);
    }

    [Fact]
    public async Task The_sweep_decides_what_stays_pending_and_schedules_its_workflow_once()
    {
        await OpenAsync();
        var raise = await AcceptAsync("ann", 10, "1");
        for (var sweep = 0; sweep < 3; sweep++)
        {
            await _house.First.Sweep.SweepOnceAsync(CancellationToken.None);
            Pass(2_000);
        }

        Assert.Equal([raise.CommandId], _house.Lifetimes.Commands);
        Assert.Equal(["opened", "raised"], _house.Publisher.Published.Select(happened => happened.Type));
        Assert.Empty((await _house.HeadAsync()).Pending);
    }

    [Fact]
    public async Task The_sweep_schedules_the_workflow_of_a_command_that_the_step_of_another_has_decided()
    {
        await OpenAsync();
        var raise = await AcceptAsync("ann", 10, "1");
        Pass(1);
        await _house.First.SendAsync(_house.Raising("ben", 20, "2"));
        Assert.Equal([raise.CommandId], (await _house.HeadAsync()).Unscheduled);
        for (var sweep = 0; sweep < 3; sweep++)
        {
            await new House.Worker(_house).Sweep.SweepOnceAsync(CancellationToken.None);
            await _house.First.Sweep.SweepOnceAsync(CancellationToken.None);
            Pass(2_000);
        }

        Assert.Equal([raise.CommandId], _house.Lifetimes.Commands);
        Assert.Empty((await _house.HeadAsync()).Unscheduled);
    }

    [Fact]
    public async Task The_sweep_schedules_the_workflow_of_a_command_that_the_close_has_decided()
    {
        await OpenAsync();
        PassTo(_end.AddMilliseconds(-1));
        var raise = await AcceptAsync("ann", 10, "1");
        PassTo(_end + AuctionRules.ClosingGrace);
        await AdvanceAsync();
        await _house.First.Sweep.SweepOnceAsync(CancellationToken.None);
        Pass(2_000);
        await _house.First.Sweep.SweepOnceAsync(CancellationToken.None);

        Assert.Equal([raise.CommandId], _house.Lifetimes.Commands);
    }

    [Fact]
    public async Task What_comes_after_a_cancellation_is_decided_after_what_came_before_it()
    {
        await OpenAsync();
        var cancel = _house.Wishing(DecisionKind.Cancel, "c");
        Pass(1);
        var ann = await AcceptAsync("ann", 10, "1");
        await _house.First.SendAsync(cancel);
        Pass(1);
        var ben = await AcceptAsync("ben", 20, "2");

        Assert.Empty((await _house.HeadAsync()).Pending);
        Assert.Equal([ann.CommandId, ben.CommandId], (await _house.HeadAsync()).Decisions.Select(decision => decision.Command).TakeLast(2));
    }

    [Theory]
    [InlineData(DecisionKind.Raise), InlineData(DecisionKind.Void), InlineData(DecisionKind.Pause)]
    public async Task What_comes_after_the_close_is_decided_as_it_is_accepted(DecisionKind kind)
    {
        await OpenAsync();
        PassTo(_end + AuctionRules.ClosingGrace);
        await AdvanceAsync();
        if (kind == DecisionKind.Raise)
            await AcceptAsync("ann", 10, "1");
        else
            await _house.First.Order.AcceptAsync(
                _house.Wishing(kind, "1") with { Bid = kind == DecisionKind.Void ? 2 : null, Why = "a slip" }, isOverloaded: false, CancellationToken.None);

        Assert.Empty((await _house.HeadAsync()).Pending);
        Assert.Equal(Rejections.Closed, (await _house.Reader.CommandAsync("lot-1.1", CancellationToken.None))!.Reason);
    }

    [Fact]
    public async Task A_command_that_is_accepted_later_decides_those_that_wait_already()
    {
        await OpenAsync();
        await AcceptAsync("ann", 10, "1");
        _house.Time.Advance(TimeSpan.FromMilliseconds(100));

        var (outcome, events) = await _house.First.Order.AcceptAsync(_house.Raising("ben", 20, "2"), isOverloaded: false, CancellationToken.None);

        Assert.Equal(Outcome.Pending(), outcome);
        Assert.Equal("ann", Assert.Single(events.OfType<AuctionRaisedEvent>()).Leader);
        Assert.Equal("lot-1.2", Assert.Single((await _house.HeadAsync()).Pending).Command);
    }

    [Fact]
    public async Task A_command_that_was_received_just_before_is_left_pending_for_one_that_was_received_earlier()
    {
        await OpenAsync();
        var early = _house.Raising("ann", 10, "1");
        _house.Time.Advance(TimeSpan.FromMilliseconds(5));
        await AcceptAsync("ben", 10, "2");
        _house.Time.Advance(TimeSpan.FromMilliseconds(5));

        Assert.Equal(Outcome.Pending(), await OutcomeAsync(early));

        Assert.Equal(["lot-1.1", "lot-1.2"], (await _house.HeadAsync()).Pending.Select(pending => pending.Command));
        Assert.Equal(Outcome.Succeeded(2), await _house.First.SendAsync(early));
    }

    [Fact]
    public async Task A_command_that_took_long_to_arrive_leaves_as_much_time_to_those_that_take_longer()
    {
        await OpenAsync();
        await AcceptAsync("ann", 10, "1");
        _house.Time.Advance(TimeSpan.FromMilliseconds(100));
        var slow = _house.Raising("ben", 20, "2");
        _house.Time.Advance(TimeSpan.FromMilliseconds(101));

        Assert.Equal(Outcome.Pending(), await OutcomeAsync(slow));

        Assert.Equal(2, (await _house.HeadAsync()).Pending.Length);
    }

    [Fact]
    public async Task A_raise_that_closes_the_auction_is_left_to_its_own_steps_which_tell_the_workflow()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms() with { BuyNowPrice = 50 }));
        await AcceptAsync("ann", 50, "1");
        _house.Time.Advance(TimeSpan.FromMilliseconds(100));

        var (_, events) = await _house.First.Order.AcceptAsync(_house.Raising("ben", 60, "2"), isOverloaded: false, CancellationToken.None);

        Assert.Empty(events);
        Assert.Equal(2, (await _house.HeadAsync()).Pending.Length);
    }

    [Fact]
    public async Task A_pending_command_says_so()
    {
        await OpenAsync();
        var raise = await AcceptAsync("ann", 10, "1");

        var view = await _house.Reader.CommandAsync(raise.CommandId, CancellationToken.None);
        Assert.Equal(("pending", "ann"), (view!.Status, view.User));
    }

    [Fact]
    public void A_command_is_the_same_after_its_wait_in_the_head()
    {
        var raise = _house.RaisingUpTo("ann", 10, "1");
        var voiding = _house.Wishing(DecisionKind.Void, "v") with { Bid = 2, Why = "a slip" };
        var increment = _house.Wishing(DecisionKind.Increment, "i") with { Step = 2.5m };

        Assert.Equal(raise, AuctionRaiseCommand.From(House.Auction, raise.Request));
        Assert.Equal(voiding, AuctioneerCommand.From(House.Auction, voiding.Request));
        Assert.Equal(increment, AuctioneerCommand.From(House.Auction, increment.Request));
    }

    private Task<Outcome> OpenAsync(SoftClose? soft = null) => _house.First.SendAsync(_house.Opening(House.Terms() with { SoftClose = soft }));

    private async Task<Outcome> OutcomeAsync(AuctionRaiseCommand raise, bool isOverloaded = false) =>
        (await _house.First.Order.AcceptAsync(raise, isOverloaded, CancellationToken.None)).Outcome;

    private async Task<AuctionRaiseCommand> AcceptAsync(string bidder, decimal amount, string id)
    {
        var raise = _house.Raising(bidder, amount, id);
        Assert.Equal(Outcome.Pending(), await OutcomeAsync(raise));
        return raise;
    }

    private ValueTask<bool> WithdrawAsync(AuctionRaiseCommand raise) =>
        _house.First.Order.WithdrawAsync(raise.Auction, raise.CommandId, raise.ReceivedAt, CancellationToken.None);

    private Task<AuctionStep> AdvanceAsync() => _house.First.Lifetime.AdvanceAsync(House.Auction, CancellationToken.None);

    // What is decided waits by this clock, and may begin to wait at any time.
    private async Task<Outcome> PassUntilAsync(Task<Outcome> deciding)
    {
        while (!deciding.IsCompleted)
        {
            Pass(250);
            await Task.Yield();
        }

        return await deciding;
    }

    private void Pass(int milliseconds) => _house.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private void PassTo(DateTimeOffset instant) => _house.Time.SetUtcNow(instant);
}
