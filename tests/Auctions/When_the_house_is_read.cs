using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Sweeping;

namespace Auctions.Tests;

/// <summary>What an operator sees of the whole house.</summary>
public sealed class When_the_house_is_read
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly House _house = new();
    private readonly HouseReader _reader;

    public When_the_house_is_read() => _reader = new HouseReader(_house.Documents, _house.Time);

    [Fact]
    public async Task An_empty_one_has_no_beat_and_no_auctions()
    {
        var report = await ReadAsync();

        Assert.Equal((House.Noon, 0, 0), (report.Figures.At, report.Figures.Open, report.Unlisted));
        Assert.Null(report.BeatAt);
        Assert.Empty(report.Auctions);
    }

    [Fact]
    public async Task It_says_when_a_worker_could_commit_last()
    {
        await _house.First.Outages.BeatAsync(CancellationToken.None);
        _house.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(House.Noon, (await ReadAsync()).BeatAt);
    }

    [Fact]
    public async Task Auctions_come_in_the_order_in_which_they_close_then_in_which_they_open()
    {
        await OpenAsync("later", closesIn: 3 * Hour);
        await OpenAsync("tomorrow", opensIn: 24 * Hour, closesIn: 25 * Hour);
        await OpenAsync("tonight", opensIn: 6 * Hour, closesIn: 30 * Hour);
        await OpenAsync("halted", closesIn: 2 * Hour);
        await OpenAsync("gone");
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Pause, "p1", auction: "halted"));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Cancel, "c1", auction: "gone"));

        var report = await ReadAsync();

        Assert.Equal(["halted", "later", "tonight", "tomorrow"], report.Auctions.Select(line => line.Auction.Id));
        Assert.Equal((1, 1, 2), (report.Figures.Open, report.Figures.Paused, report.Figures.Scheduled));
        Assert.Equal(AuctionStatus.Paused, report.Auctions[0].Auction.Status);
    }

    [Fact]
    public async Task Work_that_is_left_to_do_stands_beside_its_auction()
    {
        await OpenAsync("late");
        await OpenAsync("calm", closesIn: 8 * Hour);
        await _house.First.Order.AcceptAsync(_house.Raising("ann", 10, "r1", "late"), isOverloaded: false, CancellationToken.None);
        _house.Time.Advance(Hour + AuctionRules.ClosingGrace + TimeSpan.FromSeconds(20));

        var report = await ReadAsync();

        var late = report.Auctions[0];
        Assert.Equal("late", late.Auction.Id);
        Assert.True(late.Auction.Closing);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.Zero), (late.ClosingOverdue, late.OpeningOverdue));
        Assert.Equal((1, 1), (late.Pending, late.Unscheduled));
        Assert.Equal(Hour + AuctionRules.ClosingGrace + TimeSpan.FromSeconds(20), late.OldestPending);
        Assert.Equal((TimeSpan.Zero, 0), (report.Auctions[1].ClosingOverdue, report.Auctions[1].Pending));
        Assert.Equal((1, late.ClosingOverdue), (report.Figures.Pending, report.Figures.ClosingOverdue));
    }

    [Fact]
    public async Task More_auctions_than_it_lists_are_counted()
    {
        for (var at = 0; at < HouseReader.MostListed + 3; at++)
            await OpenAsync($"lot-{at}");

        var report = await ReadAsync();

        Assert.Equal((HouseReader.MostListed, 3), (report.Auctions.Count, report.Unlisted));
        Assert.Equal(HouseReader.MostListed + 3, report.Figures.Open);
    }

    private async Task<HouseReport> ReadAsync() => await _reader.ReadAsync(CancellationToken.None);

    private Task<Outcome> OpenAsync(string auction, TimeSpan? opensIn = null, TimeSpan? closesIn = null) =>
        _house.First.SendAsync(_house.Opening(House.Terms(opensIn: opensIn, closesIn: closesIn), auction));
}
