using Auctions.Rules;

namespace Auctions.Tests;

public sealed class When_amounts_are_checked
{
    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("EUR", 2)]
    [InlineData("KWD", 3)]
    [InlineData("CLF", 4)]
    public void A_currency_has_its_decimals_of_ISO_4217(string code, int decimals) =>
        Assert.Equal(decimals, Currencies.DecimalsOf(code));

    [Theory]
    [InlineData("eur")]
    [InlineData("XYZ")]
    [InlineData("XAU")]
    [InlineData("")]
    public void What_is_no_currency_has_none(string code) => Assert.Null(Currencies.DecimalsOf(code));

    [Fact]
    public void Every_code_is_listed_once_and_has_three_letters()
    {
        Assert.Equal(Currencies.Codes.Count, Currencies.Codes.Distinct().Count());
        Assert.All(Currencies.Codes, code => Assert.Matches("^[A-Z]{3}$", code));
    }

    [Theory]
    [InlineData("0", 2, "must be above 0")]
    [InlineData("-1", 2, "must be above 0")]
    [InlineData("1000000000000.01", 2, "must be at most 1000000000000")]
    [InlineData("1.234", 2, "must have at most 2 decimals")]
    [InlineData("1.5", 0, "must have no decimals")]
    [InlineData("1.5000", 1, null)]
    [InlineData("1000000000000", 0, null)]
    public void The_problem_is_named(string amount, int decimals, string? problem) =>
        Assert.Equal(problem, Money.Problem(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), decimals));

    [Fact]
    public void The_default_increments_are_amounts_of_every_currency()
    {
        foreach (var code in Currencies.Codes)
        {
            var decimals = Currencies.DecimalsOf(code)!.Value;
            var bands = Increments.DefaultOf(code);
            Assert.Equal(0, bands[0].From);
            Assert.Equal(bands.OrderBy(band => band.From), bands);
            Assert.All(bands, band => Assert.Null(Money.Problem(band.Step, decimals)));
        }
    }
}
