using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_time_passes
{
    private readonly House _house = new();

    [Fact]
    public async Task An_auction_opens_and_closes_and_everybody_is_told()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: TimeSpan.FromMinutes(1))));
        Assert.Equal([House.Auction], _house.Lifetimes.Begun);
        Assert.Equal(new(AuctionStatus.Scheduled, House.Noon.AddMinutes(1)), await AdvanceAsync());

        _house.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new(AuctionStatus.Open, House.Noon.AddHours(1) + AuctionRules.ClosingGrace), await AdvanceAsync());
        await _house.First.SendAsync(_house.Raising("ann", 10, "1"));

        _house.Time.Advance(TimeSpan.FromMinutes(59) + AuctionRules.ClosingGrace);
        Assert.Equal(new(AuctionStatus.Closed, null), await AdvanceAsync());
        Assert.Equal(["opened", "raised", "closed"], _house.Publisher.Published.Select(happened => happened.Type));
        var view = await _house.ViewAsync();
        Assert.Equal((AuctionStatus.Closed, "ann", 3L), (view.Status, view.Winner, view.Seq));
        Assert.Equal(AuctionStatus.Closed, Assert.Single(await _house.Index.ReadAsync(CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_paused_auction_is_not_closed_by_time()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Pause, "p"));
        Assert.Equal([House.Auction], _house.Lifetimes.Woken);
        _house.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(new(AuctionStatus.Paused, null), await AdvanceAsync());
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Resume, "r"));
        Assert.Equal(new(AuctionStatus.Open, House.Noon.AddHours(3) + AuctionRules.ClosingGrace), await AdvanceAsync());
        Assert.Equal(["opened", "paused", "resumed"], _house.Publisher.Published.Select(happened => happened.Type));
    }

    [Fact]
    public async Task The_closing_waits_for_the_raises_that_were_in_time()
    {
        await _house.First.SendAsync(_house.Opening());
        var inTime = _house.Raising("ann", 10, "1") with { ReceivedAt = House.Noon.AddHours(1).AddMilliseconds(-1) };
        _house.Time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace - TimeSpan.FromMilliseconds(1));
        Assert.NotNull((await AdvanceAsync()).DueAt);
        Assert.Equal(AuctionStatus.Closed, (await _house.ViewAsync()).Status);
        Assert.Equal(2, (await _house.First.SendAsync(inTime)).Seq);

        _house.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await AdvanceAsync()).DueAt);
        Assert.Equal("ann", (await _house.ViewAsync()).Winner);
    }

    [Fact]
    public async Task Two_workers_close_it_once()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace);
        _house.Documents.Yields = true;
        await Task.WhenAll(AdvanceAsync(), AdvanceAsync(new House.Worker(_house)));

        Assert.Equal(["opened", "closed"], (await _house.HistoryAsync()).Select(happened => happened.Type));
        Assert.Equal(AuctionStatus.Closed, Assert.Single(await _house.Index.ReadAsync(CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_broker_that_is_down_delays_the_telling_and_not_the_closing()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace);
        _house.Publisher.Fault = _ => true;
        await Assert.ThrowsAnyAsync<Exception>(() => AdvanceAsync());
        Assert.Equal(AuctionStatus.Closed, (await _house.HeadAsync()).State.Status);

        _house.Publisher.Fault = null;
        Assert.Null((await AdvanceAsync(new House.Worker(_house))).DueAt);
        Assert.Equal([1, 2], _house.Publisher.Seqs);
        Assert.Equal(AuctionStatus.Closed, Assert.Single(await _house.Index.ReadAsync(CancellationToken.None)).Status);
    }

    [Fact]
    public async Task An_auction_that_nobody_touched_closes_with_a_whole_history()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: TimeSpan.FromMinutes(1))));
        _house.Time.Advance(TimeSpan.FromHours(2));
        await AdvanceAsync();
        Assert.Equal(["opened", "closed"], (await _house.HistoryAsync()).Select(happened => happened.Type));
        Assert.Equal([1, 2], _house.Publisher.Seqs);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_one_more_round()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: TimeSpan.FromMinutes(1))));
        _house.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(new(AuctionStatus.Scheduled, House.Noon.AddMinutes(1)), await AdvanceAsync());
        Assert.Equal(0, (await _house.HeadAsync()).State.Seq);
    }

    [Fact]
    public async Task One_that_is_not_there_is_named()
    {
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => AdvanceAsync());
        Assert.Contains(House.Auction, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_that_close_at_one_hour_are_listed_in_a_few_writes()
    {
        var lots = Enumerable.Range(0, 100).Select(at => $"lot-{at}").ToList();
        foreach (var lot in lots)
            await _house.First.SendAsync(_house.Opening(auction: lot));
        _house.Time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace);
        _house.Documents.Yields = true;
        _house.Documents.Calls.Clear();

        await Task.WhenAll(lots.Select(lot => _house.First.Lifetime.AdvanceAsync(lot, CancellationToken.None)));

        Assert.All(await _house.Index.ReadAsync(CancellationToken.None), line => Assert.Equal(AuctionStatus.Closed, line.Status));
        Assert.InRange(_house.Documents.Calls.Count(call => call == (StoreCall.TryWrite, AuctionKeys.Index)), 1, 50);
    }

    [Fact]
    public async Task The_index_keeps_all_that_are_not_over_and_the_last_that_are()
    {
        var over = Enumerable.Range(0, AuctionIndex.MostOver + 5)
            .Select(at => new IndexLine($"over-{at}", AuctionStatus.Closed, House.Noon, House.Noon.AddSeconds(at)));
        foreach (var line in over)
            await _house.Index.AddAsync(line, CancellationToken.None);
        for (var at = 0; at < AuctionIndex.MostOver; at++)
            await _house.Index.AddAsync(new($"sale-{at}", AuctionStatus.Closed, House.Noon, House.Noon.AddHours(1)) { Session = "sale" }, CancellationToken.None);
        await _house.Index.AddAsync(new("old", AuctionStatus.Open, House.Noon, House.Noon), CancellationToken.None);

        var lines = await _house.Index.ReadAsync(CancellationToken.None);
        Assert.Equal(AuctionIndex.MostOver + 1, lines.Count(line => line.Session is null));
        Assert.Equal(AuctionIndex.MostOver, lines.Count(line => line.Session is not null));
        Assert.Contains(lines, line => line.Id == "old");
        Assert.DoesNotContain(lines, line => line.Id == "over-4");
        Assert.Contains(lines, line => line.Id == "over-5");
    }

    private Task<AuctionStep> AdvanceAsync(House.Worker? worker = null) =>
        (worker ?? _house.First).Lifetime.AdvanceAsync(House.Auction, CancellationToken.None);
}
