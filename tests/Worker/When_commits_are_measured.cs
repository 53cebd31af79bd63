using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Auctions;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Worker.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tests.Metrics;

namespace Worker.Tests;

public sealed class When_commits_are_measured : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Measured _measured;
    private readonly CommitMetrics _metrics;

    public When_commits_are_measured()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _measured = new Measured(AuctionMetrics.MeterName, meters);
        _metrics = new CommitMetrics(meters, _time);
    }

    public void Dispose()
    {
        _measured.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Every_new_decision_counts_once_with_the_time_since_its_receipt()
    {
        var before = Head(AuctionStatus.Open, Raise("r1", Noon));
        _time.Advance(TimeSpan.FromSeconds(3));
        _metrics.Committed(
            before, before with { Decisions = [.. before.Decisions, Raise("r2", Noon.AddSeconds(1)), Raise("r3", Noon.AddSeconds(2), "too-low")] },
            TimeSpan.FromMilliseconds(5));

        Assert.Equal([1], _measured.Values("auctions.decisions kind=raise outcome=succeeded"));
        Assert.Equal([1], _measured.Values("auctions.decisions kind=raise outcome=rejected reason=too-low"));
        Assert.Equal([2], _measured.Values("auctions.decision.delay kind=raise outcome=succeeded"));
        Assert.Equal([1], _measured.Values("auctions.decision.delay kind=raise outcome=rejected"));
        Assert.Equal([0.005], _measured.Values("auctions.store.commit.duration"));
        Assert.Equal([1], _measured.Values("auctions.store.tries result=committed"));
    }

    [Fact]
    public void Decisions_that_the_commit_sealed_are_not_counted_again()
    {
        var before = Head(AuctionStatus.Open, Raise("r1", Noon), Raise("r2", Noon));
        _metrics.Committed(before, before with { SealedDecisions = 2, Decisions = [Raise("r3", Noon)] }, TimeSpan.Zero);

        Assert.Equal([1], _measured.Values("auctions.decisions kind=raise outcome=succeeded"));
    }

    [Fact]
    public void A_participant_and_the_passing_of_time_are_no_commands()
    {
        var before = Head(AuctionStatus.Open);
        _metrics.Committed(
            before, before with { Decisions = [DecisionRecord.Joined("ann", Noon), DecisionRecord.OfTime(DecisionKind.Open, Noon, 1)] },
            TimeSpan.Zero);

        Assert.DoesNotContain(_measured.Instruments, instrument => _measured.Values($"{instrument.Name} kind=other outcome=succeeded").Count > 0);
    }

    [Fact]
    public void An_opening_is_as_late_as_its_commit_is_after_its_hour()
    {
        _time.Advance(TimeSpan.FromSeconds(4));
        _metrics.Committed(Head(AuctionStatus.Scheduled), Head(AuctionStatus.Open), TimeSpan.Zero);

        Assert.Equal([4], _measured.Values("auctions.opening.lateness"));
        Assert.Empty(_measured.Values("auctions.closing.lateness"));
    }

    [Fact]
    public void A_close_is_late_only_after_the_grace_and_its_price_is_traded()
    {
        _time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace + TimeSpan.FromSeconds(3));
        var open = Head(AuctionStatus.Open);
        _metrics.Committed(
            open, open with { State = open.State with { Status = AuctionStatus.Closed, Price = 120.5m, Winner = "ann" } }, TimeSpan.Zero);

        Assert.Equal([3], _measured.Values("auctions.closing.lateness"));
        Assert.Equal([1], _measured.Values("auctions.ended result=sold"));
        Assert.Equal([120.5], _measured.Values("auctions.value.traded currency=EUR"));
    }

    [Fact]
    public void An_auction_that_is_bought_before_its_hour_is_not_late()
    {
        var open = Head(AuctionStatus.Open);
        _metrics.Committed(open, open with { State = open.State with { Status = AuctionStatus.Closed, Winner = "ann" } }, TimeSpan.Zero);

        Assert.Equal([0], _measured.Values("auctions.closing.lateness"));
    }

    [Fact]
    public void An_auction_that_is_not_sold_or_is_cancelled_trades_nothing()
    {
        _metrics.Committed(Head(AuctionStatus.Open), Head(AuctionStatus.Closed), TimeSpan.Zero);
        _metrics.Committed(Head(AuctionStatus.Open), Head(AuctionStatus.Cancelled), TimeSpan.Zero);

        Assert.Equal([1], _measured.Values("auctions.ended result=unsold"));
        Assert.Equal([1], _measured.Values("auctions.ended result=cancelled"));
        Assert.Empty(_measured.Values("auctions.value.traded currency=EUR"));
    }

    [Fact]
    public void A_commit_that_changes_no_status_is_no_turn()
    {
        _metrics.Committed(Head(AuctionStatus.Closed), Head(AuctionStatus.Closed), TimeSpan.Zero);

        Assert.Empty(_measured.Values("auctions.ended result=unsold"));
    }

    [Fact]
    public void Conflicts_and_failures_of_the_store_are_counted()
    {
        _metrics.Conflicted();
        _metrics.Failed();

        Assert.Equal([1], _measured.Values("auctions.store.tries result=conflict"));
        Assert.Equal([1], _measured.Values("auctions.store.tries result=failed"));
    }

    private static DecisionRecord Raise(string id, DateTimeOffset at, string? reason = null) =>
        new(id, "ann", "", reason is null ? 2 : null, reason) { Kind = DecisionKind.Raise, At = at };

    private static AuctionHead Head(AuctionStatus status, params ImmutableArray<DecisionRecord> decisions) => new()
    {
        State = new AuctionState
        {
            Id = "a1",
            Seller = "sue",
            Terms = new AuctionTerms("A lamp", "EUR", 10, [new IncrementBand(0, 1)], null, Noon.AddHours(1)),
            Status = status,
            Seq = 1,
            Price = 10,
            Bids = 0,
            Participants = 0,
            OpensAt = Noon,
            ClosesAt = Noon.AddHours(1),
        },
        Decisions = decisions,
    };
}
