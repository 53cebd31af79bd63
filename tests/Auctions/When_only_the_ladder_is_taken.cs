using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_only_the_ladder_is_taken
{
    private readonly Bidden _lot = new(House.Terms(startingPrice: 10, increments: [new(0, 3), new(20, 7), new(100, 50)]) with { LadderOnly = true });

    // 10 13 16 19 22 | 29 36 43 50 57 64 71 78 85 92 99 106 | 156 206 …
    [Theory]
    [InlineData(10)]
    [InlineData(19)]
    [InlineData(22)]
    [InlineData(29)]
    [InlineData(99)]
    [InlineData(106)]
    [InlineData(156)]
    [InlineData(999_999_999_956)]
    public void What_is_on_it_is(decimal amount) => Assert.True(_lot.Bid("ann", amount).Accepted);

    [Theory]
    [InlineData(11)]
    [InlineData(20)]
    [InlineData(23)]
    [InlineData(100)]
    [InlineData(107)]
    [InlineData(150)]
    [InlineData(155.99)]
    public void What_is_off_it_is_not(decimal amount)
    {
        Assert.Equal(Rejections.OffLadder, _lot.Bid("ann", amount).Reason);
        Assert.Equal(Rejections.OffLadder, _lot.UpTo("ann", amount).Reason);
    }

    [Fact]
    public void Below_the_next_minimum_it_is_too_low() => Assert.Equal(Rejections.TooLow, _lot.Bid("ann", 9).Reason);

    [Fact]
    public void The_house_stays_on_it()
    {
        _lot.UpTo("ann", 156);
        _lot.UpTo("bob", 36);
        Assert.Equal(("ann", 43), _lot.Leads);
        _lot.UpTo("cid", 206);
        Assert.Equal(("cid", 206), _lot.Leads);
    }

    [Fact]
    public void Without_the_rule_any_amount_above_the_next_minimum_is_taken()
    {
        var lot = new Bidden(House.Terms(startingPrice: 10, increments: [new(0, 3), new(20, 7)]));

        Assert.True(lot.Bid("ann", 11.11m).Accepted);
    }
}
