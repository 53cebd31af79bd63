using Auctions.Bus;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_a_command_comes_twice
{
    private readonly House _house = new();

    [Fact]
    public async Task It_has_one_effect_and_one_outcome_in_whichever_worker()
    {
        await _house.First.SendAsync(_house.Opening());
        var raise = _house.Raising("ann", 12, "1");
        var first = await _house.First.SendAsync(raise);
        var again = await new House.Worker(_house).SendAsync(raise with { ReceivedAt = raise.ReceivedAt.AddHours(2) });

        Assert.Equal(Outcome.Succeeded(2), first);
        Assert.Equal(first, again);
        Assert.Equal(2, (await _house.HistoryAsync()).Count);
    }

    [Fact]
    public async Task A_rejection_stays_a_rejection_when_the_rules_would_now_say_yes()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("ann", 12, "1"));
        var raise = _house.Raising("ann", 20, "2");
        Assert.Equal(Rejections.AlreadyLeading, (await _house.First.SendAsync(raise)).Reason);
        await _house.First.SendAsync(_house.Raising("bob", 15, "3"));

        Assert.Equal(Rejections.AlreadyLeading, (await _house.First.SendAsync(raise)).Reason);
    }

    [Fact]
    public async Task Another_wish_under_the_same_id_is_refused_and_nobody_is_told()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("ann", 12, "1"));
        var told = _house.Publisher.Published.Count;

        Assert.Equal(Rejections.IdempotencyKeyReused, (await _house.First.SendAsync(_house.Raising("ann", 13, "1"))).Reason);
        Assert.Equal(Rejections.IdempotencyKeyReused, (await _house.First.SendAsync(_house.Raising("bob", 12, "1"))).Reason);
        Assert.Equal(told, _house.Publisher.Published.Count);
    }

    [Fact]
    public async Task The_same_amount_written_otherwise_is_the_same_wish()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("ann", 12.50m, "1"));
        Assert.Equal(Outcome.Succeeded(2), await _house.First.SendAsync(_house.Raising("ann", 12.5m, "1")));
    }

    [Fact]
    public async Task An_auction_is_made_once_and_listed_once()
    {
        var opening = _house.Opening();
        Assert.Equal(Outcome.Succeeded(1), await _house.First.SendAsync(opening));
        Assert.Equal(Outcome.Succeeded(1), await new House.Worker(_house).SendAsync(opening));
        Assert.Single(await _house.Index.ReadAsync(CancellationToken.None));

        Assert.Equal(
            Rejections.IdempotencyKeyReused,
            (await _house.First.SendAsync(opening with { Terms = House.Terms(startingPrice: 11) })).Reason);
        Assert.Equal(Rejections.IdempotencyKeyReused, (await _house.First.SendAsync(_house.Opening(rest: "other"))).Reason);
    }

    [Fact]
    public async Task It_is_known_after_its_decision_has_left_the_head()
    {
        await _house.First.SendAsync(_house.Opening());
        var raise = _house.Raising("ann", 12, "1");
        await _house.First.SendAsync(raise);
        for (var at = 0; at < AuctionHead.PageSize; at++)
            await _house.First.SendAsync(_house.Raising("cid", 1, $"low-{at}"));
        Assert.Null((await _house.HeadAsync()).FindDecision(raise.CommandId));

        Assert.Equal(Outcome.Succeeded(2), await new House.Worker(_house).SendAsync(raise));
        Assert.Equal(
            Rejections.IdempotencyKeyReused, (await _house.First.SendAsync(_house.Raising("ann", 99, "1"))).Reason);
        Assert.Equal(
            ("raised", 2L), await _house.Reader.CommandAsync(raise.CommandId, CancellationToken.None) is { } view ? (view.Status, view.Seq) : default);
    }
}
