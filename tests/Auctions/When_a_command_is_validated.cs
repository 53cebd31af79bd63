using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_a_command_is_validated
{
    private static readonly AuctionRaiseCommand Raise = new("lot.1", "lot", "ann", 10, House.Noon);
    private static readonly OpenAuctionCommand Open = new("lot.1", "lot", "sam", House.Terms(), House.Noon);

    [Fact]
    public void One_that_is_right_has_no_problems()
    {
        Assert.Empty(Raise.Validate()!);
        Assert.Empty(Open.Validate()!);
        Assert.Empty((Open with { Terms = House.Terms(increments: [new(0, 0.01m), new(5, 100)]) }).Validate()!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1e13)]
    [InlineData(0.00001)]
    public void An_amount_that_can_not_be_one_names_the_field(double amount) =>
        Assert.Equal(["amount"], (Raise with { Amount = (decimal)amount }).Validate()!.Select(problem => problem.Field));

    [Theory]
    [InlineData("other.1")]
    [InlineData("lot.")]
    [InlineData("lot")]
    [InlineData("lot.a b")]
    public void A_command_id_that_is_not_of_the_auction_names_the_field(string id) =>
        Assert.Equal(["command"], (Raise with { CommandId = id }).Validate()!.Select(problem => problem.Field));

    [Fact]
    public void What_a_body_left_out_is_named_and_nothing_throws()
    {
        Assert.Equal(["auction", "user", "amount"],
            new AuctionRaiseCommand(null!, null!, null!, 0, default).Validate()!.Select(problem => problem.Field));
        Assert.Equal(["auction", "user", "terms"],
            new OpenAuctionCommand(null!, null!, null!, null!, default).Validate()!.Select(problem => problem.Field));
        Assert.Equal(["title", "currency", "startingPrice", "closesAt"],
            (Open with { Terms = new(null!, null!, 0, null, null, default) }).Validate()!.Select(problem => problem.Field));
    }

    [Fact]
    public void Terms_are_checked_field_by_field()
    {
        Assert.Equal(["title"], Problems(House.Terms() with { Title = new('x', 201) }));
        Assert.Equal(["title"], Problems(House.Terms() with { Title = "  " }));
        Assert.Equal(["currency"], Problems(House.Terms(currency: "EURO")));
        Assert.Equal(["startingPrice"], Problems(House.Terms(startingPrice: 10.5m, currency: "JPY")));
        Assert.Equal(["startingPrice"], Problems(House.Terms(startingPrice: 1.234m)));
        Assert.Equal(["closesAt"], Problems(House.Terms(closesIn: TimeSpan.Zero)));
        Assert.Equal(["closesAt"], Problems(House.Terms(opensIn: TimeSpan.FromHours(1))));
        Assert.Equal(["closesAt"], Problems(House.Terms(closesIn: TimeSpan.FromDays(366) + TimeSpan.FromTicks(1))));
    }

    [Fact]
    public void Increments_are_checked_band_by_band()
    {
        Assert.Equal(["increments[0].from"], Problems(House.Terms(increments: [new(1, 1)])));
        Assert.Equal(["increments[1].from", "increments[1].step"], Problems(House.Terms(increments: [new(0, 1), new(0, 0)])));
        Assert.Equal(["increments[1].from"], Problems(House.Terms(increments: [new(0, 1), new(10.001m, 1)])));
        Assert.Equal(["increments"], Problems(House.Terms() with { Increments = [] }));
        Assert.Equal(["increments"], Problems(House.Terms() with { Increments = [.. Enumerable.Range(0, 65).Select(at => new IncrementBand(at, 1))] }));
    }

    private static IEnumerable<string> Problems(AuctionTerms terms) =>
        (Open with { Terms = terms }).Validate()!.Select(problem => problem.Field);
}
