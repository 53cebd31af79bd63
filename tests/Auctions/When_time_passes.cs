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
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(AuctionStatus.Scheduled, (await _house.ViewAsync()).Status);

        _house.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await SweepAsync());
        await _house.First.SendAsync(_house.Raising("ann", 10, "1"));

        _house.Time.Advance(TimeSpan.FromMinutes(59) + AuctionRules.ClosingGrace);
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(["opened", "raised", "closed"], _house.Publisher.Published.Select(happened => happened.Type));
        var view = await _house.ViewAsync();
        Assert.Equal((AuctionStatus.Closed, "ann", 3L), (view.Status, view.Winner, view.Seq));
        Assert.Equal(0, await SweepAsync());
    }

    [Fact]
    public async Task The_closing_waits_for_the_raises_that_were_in_time()
    {
        await _house.First.SendAsync(_house.Opening());
        var inTime = _house.Raising("ann", 10, "1") with { ReceivedAt = House.Noon.AddHours(1).AddMilliseconds(-1) };
        _house.Time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(AuctionStatus.Closed, (await _house.ViewAsync()).Status);
        Assert.Equal(2, (await _house.First.SendAsync(inTime)).Seq);

        _house.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await SweepAsync());
        Assert.Equal("ann", (await _house.ViewAsync()).Winner);
    }

    [Fact]
    public async Task Two_workers_close_it_once()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace);
        _house.Documents.Yields = true;
        await Task.WhenAll(SweepAsync(), new House.Worker(_house).Sweep.SweepOnceAsync(CancellationToken.None));

        Assert.Equal(["opened", "closed"], (await _house.HistoryAsync()).Select(happened => happened.Type));
        Assert.Equal(AuctionStatus.Closed, Assert.Single(await _house.Index.ReadAsync(CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_broker_that_is_down_delays_the_telling_and_not_the_closing()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Time.Advance(TimeSpan.FromHours(1) + AuctionRules.ClosingGrace);
        _house.Publisher.Fault = _ => true;
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(AuctionStatus.Closed, (await _house.HeadAsync()).State.Status);

        _house.Publisher.Fault = null;
        Assert.Equal(1, await SweepAsync());
        Assert.Equal([1, 2], _house.Publisher.Seqs);
    }

    [Fact]
    public async Task An_auction_that_nobody_touched_closes_with_a_whole_history()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: TimeSpan.FromMinutes(1))));
        _house.Time.Advance(TimeSpan.FromHours(2));
        await SweepAsync();
        Assert.Equal(["opened", "closed"], (await _house.HistoryAsync()).Select(happened => happened.Type));
        Assert.Equal([1, 2], _house.Publisher.Seqs);
    }

    [Fact]
    public async Task A_sweep_with_nothing_due_reads_the_index_and_no_head()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Time.Advance(TimeSpan.FromSeconds(5));
        await SweepAsync();
        _house.Documents.Calls.Clear();
        _house.Time.Advance(TimeSpan.FromMilliseconds(250));
        await SweepAsync();
        Assert.Equal([(StoreCall.Find, AuctionKeys.Index)], _house.Documents.Calls);
    }

    [Fact]
    public async Task The_index_keeps_all_that_are_not_over_and_the_last_that_are()
    {
        var over = Enumerable.Range(0, AuctionIndex.MostOver + 5)
            .Select(at => new IndexLine($"over-{at}", AuctionStatus.Closed, House.Noon, House.Noon.AddSeconds(at)));
        foreach (var line in over)
            await _house.Index.AddAsync(line, CancellationToken.None);
        await _house.Index.AddAsync(new("old", AuctionStatus.Open, House.Noon, House.Noon), CancellationToken.None);

        var lines = await _house.Index.ReadAsync(CancellationToken.None);
        Assert.Equal(AuctionIndex.MostOver + 1, lines.Count);
        Assert.Contains(lines, line => line.Id == "old");
        Assert.DoesNotContain(lines, line => line.Id == "over-4");
        Assert.Contains(lines, line => line.Id == "over-5");
    }

    private Task<int> SweepAsync() => _house.First.Sweep.SweepOnceAsync(CancellationToken.None);
}
