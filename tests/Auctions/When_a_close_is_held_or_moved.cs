using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Views;

namespace Auctions.Tests;

/// <summary>What an auctioneer does about the close, and an admin about all auctions.</summary>
public sealed class When_a_close_is_held_or_moved
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly House _house = new();
    private readonly DateTimeOffset _end = House.Noon.AddHours(1);
    private int _commands;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_held_auction_is_paused_at_its_close_until_it_is_hammered()
    {
        await OpenAsync();
        await DoneAsync(DecisionKind.Hold);
        Assert.True((await _house.ViewAsync()).Held);
        await RaiseAsync("ann", 10);
        await PassToAsync(_end + AuctionRules.ClosingGrace);

        var view = await _house.ViewAsync();
        Assert.Equal((AuctionStatus.Paused, PauseReasons.Held), (view.Status, view.PauseReason));
        Assert.Equal(Outcome.Rejected(Rejections.Paused), await _house.First.SendAsync(_house.Raising("ben", 20, "late")));

        await DoneAsync(DecisionKind.Hammer);
        await PassToAsync(_house.Time.GetUtcNow() + AuctionRules.ClosingGrace);
        view = await _house.ViewAsync();
        Assert.Equal((AuctionStatus.Closed, "ann", false, null), (view.Status, view.Winner, view.Held, view.PauseReason));
        Assert.Equal(["opened", "hold", "raised", "paused", "hammered", "closed"], await TypesAsync(without: "resumed"));
        await IsVerifiedAsync();
    }

    [Fact]
    public async Task A_raise_between_the_end_and_the_pause_is_told_that_the_auction_is_paused()
    {
        await OpenAsync();
        await DoneAsync(DecisionKind.Hold);
        _house.Time.SetUtcNow(_end);

        Assert.Equal(Outcome.Rejected(Rejections.Paused), await _house.First.SendAsync(_house.Raising("ben", 20, "late")));
    }

    [Theory]
    [InlineData(DecisionKind.Release), InlineData(DecisionKind.Resume)]
    public async Task Released_at_its_close_it_closes_with_the_time_that_is_left(DecisionKind release)
    {
        await OpenAsync();
        await DoneAsync(DecisionKind.Hold);
        await PassToAsync(_end + AuctionRules.ClosingGrace);
        _house.Time.Advance(10 * Minute);
        await DoneAsync(release);
        Assert.Equal(_house.Time.GetUtcNow(), (await _house.ViewAsync()).ClosesAt);
        await PassToAsync(_house.Time.GetUtcNow() + AuctionRules.ClosingGrace);

        Assert.Equal(AuctionStatus.Closed, (await _house.ViewAsync()).Status);
        await IsVerifiedAsync();
    }

    [Fact]
    public async Task Released_before_its_close_it_closes_as_planned()
    {
        await OpenAsync();
        await DoneAsync(DecisionKind.Hold);
        Assert.Equal(Outcome.Succeeded(null), await ActAsync(DecisionKind.Hold));
        await DoneAsync(DecisionKind.Release);
        await PassToAsync(_end + AuctionRules.ClosingGrace);

        Assert.Equal(["opened", "hold", "hold", "closed"], await TypesAsync());
        await IsVerifiedAsync();
    }

    [Fact]
    public async Task A_held_auction_that_is_bought_is_over()
    {
        await OpenAsync(House.Terms() with { BuyNowPrice = 100 });
        await DoneAsync(DecisionKind.Hold);
        await RaiseAsync("ann", 100);

        var view = await _house.ViewAsync();
        Assert.Equal((AuctionStatus.Closed, "ann", false), (view.Status, view.Winner, view.Held));
        await IsVerifiedAsync();
    }

    [Fact]
    public async Task An_extended_auction_closes_later_by_so_much_and_raises_may_add_as_much_as_before()
    {
        await OpenAsync(House.Terms() with { SoftClose = new(Minute, Minute, Minute) });
        await DoneAsync(DecisionKind.Extend, 10 * Minute);
        var extended = Assert.IsType<AuctionExtendedEvent>((await _house.HistoryAsync())[^1]);
        Assert.Equal((_end + 10 * Minute, "auctioneer"), (extended.ClosesAt, extended.Reason));

        await PassToAsync(_end + 10 * Minute - TimeSpan.FromSeconds(1));
        await RaiseAsync("ann", 10);
        Assert.Equal(_house.Time.GetUtcNow() + Minute, (await _house.ViewAsync()).ClosesAt);
        await PassToAsync(_house.Time.GetUtcNow() + Minute + AuctionRules.ClosingGrace);
        Assert.Equal("ann", (await _house.ViewAsync()).Winner);
        await IsVerifiedAsync();
    }

    [Fact]
    public async Task A_paused_auction_is_extended_and_has_more_time_when_it_is_resumed()
    {
        await OpenAsync();
        await DoneAsync(DecisionKind.Hold);
        await PassToAsync(_end + AuctionRules.ClosingGrace);
        await DoneAsync(DecisionKind.Extend, 5 * Minute);
        Assert.Equal(AuctionStatus.Paused, (await _house.ViewAsync()).Status);
        await DoneAsync(DecisionKind.Resume);

        Assert.Equal(_house.Time.GetUtcNow() + 5 * Minute, (await _house.ViewAsync()).ClosesAt);
        await RaiseAsync("ann", 10);
        await IsVerifiedAsync();
    }

    [Fact]
    public async Task Only_an_open_or_paused_auction_is_extended()
    {
        await OpenAsync(House.Terms(opensIn: Minute));
        Assert.Equal(Outcome.Rejected(Rejections.NotOpen), await ActAsync(DecisionKind.Extend, Minute));
        await PassToAsync(House.Noon + Minute);
        await DoneAsync(DecisionKind.Hammer);
        Assert.Equal(Outcome.Rejected(Rejections.Closed), await ActAsync(DecisionKind.Extend, Minute));
        Assert.Equal(Outcome.Rejected(Rejections.Closed), await ActAsync(DecisionKind.Hold));
        await IsVerifiedAsync();
    }

    [Theory]
    [InlineData(0.9), InlineData(86_401.0), InlineData(-30.0), InlineData(null)]
    public void By_how_much_has_bounds(double? seconds)
    {
        var command = _house.Wishing(DecisionKind.Extend, "e") with { By = seconds is { } by ? TimeSpan.FromSeconds(by) : null };

        Assert.Equal("by", Assert.Single(command.Validate()!).Field);
    }

    [Fact]
    public async Task What_an_admin_paused_with_all_is_resumed_with_all_and_nothing_else_is()
    {
        await OpenAsync();
        await DoneAsync(DecisionKind.PauseAll);
        Assert.Equal(PauseReasons.House, (await _house.ViewAsync()).PauseReason);
        Assert.Equal(Outcome.Rejected(Rejections.Paused), await ActAsync(DecisionKind.PauseAll));
        _house.Time.Advance(Minute);
        await DoneAsync(DecisionKind.ResumeAll);
        Assert.Equal((AuctionStatus.Open, _end + Minute), await _house.ViewAsync() is var view ? (view.Status, view.ClosesAt) : default);

        await DoneAsync(DecisionKind.Pause);
        Assert.Equal(Outcome.Rejected(Rejections.NotPaused), await ActAsync(DecisionKind.ResumeAll));
        await IsVerifiedAsync();
    }

    [Fact]
    public async Task A_view_that_follows_the_events_is_the_view_that_is_read()
    {
        await OpenAsync();
        foreach (var act in new[]
        {
            DecisionKind.Hold, DecisionKind.Extend, DecisionKind.PauseAll, DecisionKind.ResumeAll, DecisionKind.Hold, DecisionKind.Pause,
            DecisionKind.Hammer,
        })
        {
            var before = await _house.ViewAsync();
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            await DoneAsync(act, Minute);
            var after = (await _house.HistoryAsync()).Aggregate(before, AuctionViews.Apply);
            Assert.Equal(await _house.ViewAsync(), AuctionViews.At(after, _house.Time.GetUtcNow()));
        }
    }

    private Task<Outcome> OpenAsync(AuctionTerms? terms = null) => _house.First.SendAsync(_house.Opening(terms));

    private async Task RaiseAsync(string bidder, decimal amount) =>
        Assert.Equal(OutcomeKind.Succeeded, (await _house.First.SendAsync(_house.Raising(bidder, amount, $"{++_commands}"))).Kind);

    private async Task DoneAsync(DecisionKind action, TimeSpan? by = null) =>
        Assert.Equal(OutcomeKind.Succeeded, (await ActAsync(action, by)).Kind);

    private Task<Outcome> ActAsync(DecisionKind action, TimeSpan? by = null) =>
        _house.First.SendAsync(_house.Wishing(action, $"{++_commands}") with { By = action == DecisionKind.Extend ? by : null });

    private async Task<AuctionStep> PassToAsync(DateTimeOffset instant)
    {
        _house.Time.SetUtcNow(instant);
        return await _house.First.Lifetime.AdvanceAsync(House.Auction, Cancellation);
    }

    private async Task<IEnumerable<string>> TypesAsync(string? without = null) =>
        (await _house.HistoryAsync()).Select(happened => happened.Type).Where(type => type != without);

    private async Task IsVerifiedAsync() => Assert.True(
        Assert.IsType<AuditVerdict>((await new AuctionAudit(_house.Documents).ReadAsync(House.Auction, Cancellation))!.Last()).Verified);
}
