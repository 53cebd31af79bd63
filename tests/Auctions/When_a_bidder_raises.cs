using Auctions.Store;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_a_bidder_raises
{
    private readonly House _house = new();

    [Fact]
    public async Task The_raise_leads_and_everybody_is_told()
    {
        await _house.First.SendAsync(_house.Opening());
        var outcome = await _house.First.SendAsync(_house.Raising("ann", 12, "1"));

        Assert.Equal(Outcome.Succeeded(2), outcome);
        Assert.Equal([1, 2], _house.Publisher.Seqs);
        var view = await _house.ViewAsync();
        Assert.Equal((12m, "ann", 1, 1, 2L), (view.Price, view.Leader, view.Bids, view.Participants, view.Seq));
    }

    [Fact]
    public async Task A_rejection_is_told_to_the_bidder_and_counts_as_a_participant()
    {
        await _house.First.SendAsync(_house.Opening());
        Assert.Equal(Outcome.Rejected(Rejections.TooLow), await _house.First.SendAsync(_house.Raising("ann", 1, "1")));

        Assert.Equal(
            new RaiseRejectedEvent(House.Auction, "ann", $"{House.Auction}.1", Rejections.TooLow),
            _house.Publisher.Published.Last());
        Assert.Equal(1, (await _house.ViewAsync()).Participants);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("no/where: at all")]
    public async Task An_unknown_auction_is_said_to_be_unknown(string auction)
    {
        Assert.Equal(
            Outcome.Rejected(Rejections.UnknownAuction), await _house.First.SendAsync(_house.Raising("ann", 10, "1", auction)));
        Assert.IsType<RaiseRejectedEvent>(Assert.Single(_house.Publisher.Published));
        Assert.Empty(_house.Documents.Keys);
    }

    [Fact]
    public async Task Decimals_that_the_currency_lacks_are_invalid_and_leave_no_trace()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(currency: "JPY")));
        var outcome = await _house.First.SendAsync(_house.Raising("ann", 10.5m, "1"));

        Assert.Equal(OutcomeKind.Invalid, outcome.Kind);
        Assert.Equal([new FieldProblem("amount", "must have no decimals in JPY")], outcome.Problems!);
        Assert.Equal(0, (await _house.ViewAsync()).Participants);
        Assert.Equal([1], _house.Publisher.Seqs);
    }

    [Fact]
    public async Task The_seller_is_no_participant_and_gets_no_further()
    {
        await _house.First.SendAsync(_house.Opening());
        Assert.Equal(Outcome.Rejected(Rejections.OwnAuction), await _house.First.SendAsync(_house.Raising("sam", 10, "1")));
        Assert.Equal(0, (await _house.ViewAsync()).Participants);
    }

    [Fact]
    public async Task Those_that_wait_together_are_decided_by_the_time_of_receipt_in_one_commit()
    {
        await _house.First.SendAsync(_house.Opening());
        var later = _house.Raising("bob", 10, "later") with { ReceivedAt = House.Noon.AddSeconds(2) };
        var sooner = _house.Raising("ann", 10, "sooner") with { ReceivedAt = House.Noon.AddSeconds(1) };

        // The first change holds the lane at its read; the other two come meanwhile, in the wrong order.
        var go = new TaskCompletionSource();
        var held = new HeldDocuments(_house.Documents, go.Task);
        var heads = new AuctionStore(held, _house.Time);
        var first = heads.OpenAsync(House.Auction, House.Noon, CancellationToken.None);
        var bob = heads.RaiseAsync(later, CancellationToken.None);
        var ann = heads.RaiseAsync(sooner, CancellationToken.None);
        var before = _house.Documents.Count(StoreCall.TryWrite);
        go.SetResult();

        await first;
        Assert.Equal(Outcome.Succeeded(2), await ann);
        Assert.Equal(Outcome.Rejected(Rejections.TooLow), await bob);
        Assert.Equal(before + 1, _house.Documents.Count(StoreCall.TryWrite));
    }
}
