using Auctions.Events;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_a_history_is_long
{
    private const int Raises = 200;

    private readonly House _house = new();

    [Fact]
    public async Task It_is_whole_and_the_head_stays_short()
    {
        await RaiseAsync();
        var head = await _house.HeadAsync();

        Assert.Equal(Enumerable.Range(1, Raises + 1).Select(seq => (long)seq), (await _house.HistoryAsync()).Select(happened => happened.Seq));
        Assert.Equal((Raises + 1) / AuctionHead.PageSize, head.SealedPages);
        Assert.InRange(head.Events.Length, 0, AuctionHead.PageSize + 1);
        Assert.InRange(head.Decisions.Length, 0, AuctionHead.PageSize + 1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 100)]
    [InlineData(0, 1000)]
    [InlineData(63, 2)]
    [InlineData(64, 64)]
    [InlineData(127, 70)]
    [InlineData(190, 1000)]
    [InlineData(500, 10)]
    public async Task Bids_are_read_across_its_pages(long after, int limit)
    {
        await RaiseAsync();
        var all = (await _house.HistoryAsync()).OfType<AuctionRaisedEvent>();
        var bids = await _house.Reader.BidsAsync(House.Auction, after, limit, CancellationToken.None);

        Assert.Equal(
            all.Where(raised => raised.Seq > after).Take(limit).Select(raised => (raised.Seq, raised.Leader, raised.Price, raised.Command)),
            bids!.Select(bid => (bid.Seq, bid.Bidder, bid.Amount, bid.Command)));
    }

    [Fact]
    public async Task What_was_not_published_is_named_by_the_head_and_found_in_its_page()
    {
        _house.Publisher.Fault = happened => happened is AuctionRaisedEvent { Seq: 10 };
        await RaiseAsync();
        var head = await _house.HeadAsync();
        Assert.Equal([10, 201], head.Unpublished);
        Assert.True(head.SealedPages > 0);

        _house.Publisher.Fault = null;
        var other = new House.Worker(_house);
        for (var sweep = 0; sweep < 2; sweep++)
        {
            await other.Sweep.SweepOnceAsync(CancellationToken.None);
            _house.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal((await _house.HistoryAsync())[9], _house.Publisher.Published.OfType<AuctionRaisedEvent>().Single(raised => raised.Seq == 10));
    }

    [Fact]
    public async Task Participants_are_counted_once_however_many_came_between()
    {
        await _house.First.SendAsync(_house.Opening());
        for (var at = 0; at < 150; at++)
            await _house.First.SendAsync(_house.Raising($"user:{at}||/", 1, $"a-{at}"));
        Assert.Equal(128, (await _house.HeadAsync()).SealedParticipants);

        var worker = new House.Worker(_house);
        for (var at = 0; at < 150; at++)
            await worker.SendAsync(_house.Raising($"user:{at}||/", 1, $"b-{at}"));
        Assert.Equal(150, (await _house.ViewAsync()).Participants);
    }

    [Fact]
    public async Task Nobody_knows_an_auction_that_is_not_there()
    {
        Assert.Null(await _house.Reader.BidsAsync("none", 0, 10, CancellationToken.None));
        Assert.Null(await _house.Reader.FindAsync("none", CancellationToken.None));
        Assert.Null(await _house.Reader.FindAsync("index/../x", CancellationToken.None));
        Assert.Null(await _house.Reader.CommandAsync("none.1", CancellationToken.None));
        Assert.Null(await _house.Reader.CommandAsync("none", CancellationToken.None));
    }

    private async Task RaiseAsync()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(increments: [new(0, 1)])));
        for (var at = 0; at < Raises; at++)
            try
            {
                await _house.First.SendAsync(_house.Raising(at % 2 == 0 ? "ann" : "bob", 10 + at, $"r{at}"));
            }
            catch (TimeoutException)
            {
                // The broker didn't take that one.
            }
    }
}
