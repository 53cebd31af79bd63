using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Raising;
using Auctions.Rules;

namespace Auctions.Tests;

/// <summary>
/// An api stamps the time of receipt by its own clock. The worker's clock bounds what a wrong one can do: no raise is judged in time
/// that wasn't, but for the bounds of <see cref="ReceiptBounds"/>.
/// </summary>
public sealed class When_a_clock_steps
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly SoftClose TwoMinutes = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2));

    private readonly DateTimeOffset _opens = House.Noon.AddHours(1);
    private readonly DateTimeOffset _end = House.Noon.AddHours(2);

    [Theory]
    [InlineData(-3_600_000, false), InlineData(-3_600_000, true), InlineData(3_600_000, false), InlineData(3_600_000, true)]
    [InlineData(-5_001, false), InlineData(251, false)]
    public async Task Nothing_is_accepted_by_a_clock_beyond_the_bound(int milliseconds, bool isSoft)
    {
        var step = TimeSpan.FromMilliseconds(milliseconds);
        foreach (var at in Around(_opens).Concat(Around(_end)).Append(_end - step).Append(_opens - step))
        {
            var (accepted, decided) = await RaiseAsync(at, step, isSoft);

            Assert.Equal(Outcome.Failed(step > TimeSpan.Zero ? "received-in-the-future" : "received-long-ago"), accepted);
            Assert.Null(decided);
        }
    }

    [Theory]
    [InlineData(-5_000), InlineData(-4_000), InlineData(-1_000), InlineData(-250), InlineData(-1), InlineData(1), InlineData(250)]
    public async Task Within_the_bound_a_raise_gains_no_more_than_the_bound(int milliseconds)
    {
        foreach (var at in Around(_opens).Concat(Around(_end)))
            foreach (var isSoft in new[] { false, true })
                if ((await RaiseAsync(at, TimeSpan.FromMilliseconds(milliseconds), isSoft)).Decided is { Kind: OutcomeKind.Succeeded })
                {
                    Assert.True(at >= _opens - ReceiptBounds.MostAhead, $"{at:O} is before the opening");
                    Assert.True(at < _end + ReceiptBounds.AcceptWithin, $"{at:O} is after the end");
                }
    }

    [Fact]
    public async Task By_a_right_clock_every_raise_is_accepted_and_judged_by_its_receipt()
    {
        foreach (var at in Around(_opens).Concat(Around(_end)))
        {
            var (accepted, decided) = await RaiseAsync(at, TimeSpan.Zero, isSoft: false);

            Assert.Equal(OutcomeKind.Pending, accepted.Kind);
            Assert.Equal(at >= _opens && at < _end, decided!.Kind == OutcomeKind.Succeeded);
        }
    }

    [Fact]
    public async Task The_bidders_of_the_other_api_notice_nothing_and_its_own_bid_again_once_it_is_right()
    {
        var house = new House();
        await house.First.SendAsync(house.Opening(House.Terms()));
        var (good, bad) = (TimeSpan.Zero, -Hour);
        house.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Outcome.Failed("received-long-ago"), (await RaiseAsync(house, "ben", 50, bad)).Accepted);
        Assert.Equal(OutcomeKind.Succeeded, (await RaiseAsync(house, "ann", 10, good)).Decided!.Kind);
        Assert.Equal(Outcome.Failed("received-in-the-future"), (await RaiseAsync(house, "ben", 60, Hour)).Accepted);
        Assert.Equal(OutcomeKind.Succeeded, (await RaiseAsync(house, "ben", 20, good)).Decided!.Kind);

        Assert.Equal((20, "ben", 2), await house.ViewAsync() is var view ? ((int)view.Price, view.Leader, view.Bids) : default);
    }

    // Steps of 250 ms, and the instants beside the bounds.
    private static IEnumerable<DateTimeOffset> Around(DateTimeOffset instant) =>
        Enumerable.Range(-12, 40).Select(quarter => instant.AddMilliseconds(quarter * 250))
            .Concat(new[] { -251, -1, 1, 4_999, 5_001 }.Select(milliseconds => instant.AddMilliseconds(milliseconds)));

    /// <summary>Raises in an auction of its own, at an instant of the worker's clock.</summary>
    private async Task<(Outcome Accepted, Outcome? Decided)> RaiseAsync(DateTimeOffset at, TimeSpan step, bool isSoft)
    {
        var house = new House();
        await house.First.SendAsync(house.Opening(
            House.Terms(opensIn: _opens - House.Noon, closesIn: _end - House.Noon) with { SoftClose = isSoft ? TwoMinutes : null }));
        house.Time.SetUtcNow(at);
        await house.First.Lifetime.AdvanceAsync(House.Auction, CancellationToken.None);
        var (accepted, deciding) = await BeginAsync(house, "ann", 10, step);
        // A raise after an end that may still move waits until the end is settled.
        while (deciding is { IsCompleted: false })
            house.Time.Advance(TimeSpan.FromMilliseconds(250));
        return (accepted, deciding is null ? null : await deciding);
    }

    private static async Task<(Outcome Accepted, Outcome? Decided)> RaiseAsync(House house, string bidder, decimal amount, TimeSpan step)
    {
        var (accepted, deciding) = await BeginAsync(house, bidder, amount, step);
        return (accepted, deciding is null ? null : await deciding);
    }

    private static async Task<(Outcome Accepted, Task<Outcome>? Deciding)> BeginAsync(House house, string bidder, decimal amount, TimeSpan step)
    {
        var receivedAt = house.Time.GetUtcNow() + step;
        var raise = house.Raising(bidder, amount, $"{bidder}-{amount}") with
        {
            ReceivedAt = receivedAt,
            AcceptBy = receivedAt + ReceiptBounds.AcceptWithin,
        };
        var accepted = await house.First.Order.AcceptAsync(raise, isOverloaded: false, CancellationToken.None);
        return (accepted, accepted.Kind == OutcomeKind.Pending ? house.First.SendAsync(raise) : null);
    }
}
