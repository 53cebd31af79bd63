namespace Auctions.Rules;

/// <summary>The tables of increments: the least amounts by which the next bid must exceed the leading one.</summary>
public static class Increments
{
    /// <summary>The most bands that a table may have.</summary>
    public const int MostBands = 64;

    /// <summary>
    /// The steps of a 1-2-5 ladder, as auction houses use them, for currencies with cents. From a price of 20 on, a step is
    /// between 2 % and 5 % of the price.
    /// </summary>
    private static readonly IncrementBand[] WithCents =
    [
        new(0, 0.5m), new(20, 1), new(50, 2), new(100, 5), new(250, 10), new(500, 20), new(1_000, 50), new(2_500, 100),
        new(5_000, 200), new(10_000, 500), new(25_000, 1_000), new(50_000, 2_000), new(100_000, 5_000),
        new(250_000, 10_000), new(500_000, 20_000), new(1_000_000, 50_000),
    ];

    /// <summary>
    /// The same ladder times a hundred, for currencies without cents, whose unit is about as small as a cent (JPY, KRW).
    /// </summary>
    private static readonly IncrementBand[] WithoutCents =
        [.. WithCents.Select(band => new IncrementBand(band.From * 100, Money.Plain(band.Step * 100)))];

    /// <summary>Trade Me's table ("Placing a bid" in its help centre, article 360024533632).</summary>
    private static readonly IncrementBand[] TradeMe =
        [new(0, 0.5m), new(20, 1), new(200, 5), new(1_000, 10), new(5_000, 50), new(25_000, 100)];

    /// <summary>eBay's table in US dollars (pages.ebay.com/help/buy/bid-increments.html).</summary>
    private static readonly IncrementBand[] EBay =
    [
        new(0, 0.05m), new(1, 0.25m), new(5, 0.5m), new(25, 1), new(100, 2.5m), new(250, 5), new(500, 10), new(1_000, 25),
        new(2_500, 50), new(5_000, 100),
    ];

    /// <summary>eBay's table in pounds (ebay.co.uk/pages/help/buy/bid-increments.html).</summary>
    private static readonly IncrementBand[] EBayUk =
    [
        new(0, 0.05m), new(1, 0.2m), new(5, 0.5m), new(15, 1), new(60, 2), new(150, 5), new(300, 10), new(600, 20), new(1_500, 50),
        new(3_000, 100),
    ];

    /// <summary>
    /// Catawiki's table, which is for whole euros
    /// (auction.catawiki.com/nl/help/bidding-basics/how-is-the-next-minimum-bid-calculated).
    /// </summary>
    private static readonly IncrementBand[] Catawiki =
    [
        new(0, 1), new(11, 5), new(101, 10), new(201, 20), new(501, 50), new(1_001, 100), new(2_001, 200), new(5_001, 500),
        new(10_001, 1_000), new(20_001, 2_000), new(50_001, 5_000), new(100_001, 10_000), new(200_001, 20_000), new(500_001, 50_000),
    ];

    private static readonly Dictionary<string, IReadOnlyList<IncrementBand>> ByName = new(StringComparer.Ordinal)
    {
        ["one-two-five"] = WithCents,
        ["one-two-five-whole"] = WithoutCents,
        ["trade-me"] = TradeMe,
        ["ebay"] = EBay,
        ["ebay-uk"] = EBayUk,
        ["catawiki"] = Catawiki,
    };

    /// <summary>The names of the tables that a seller may choose.</summary>
    public static IReadOnlyCollection<string> Presets => ByName.Keys;

    /// <summary>The table of a name; null where the name is unknown.</summary>
    public static IReadOnlyList<IncrementBand>? Preset(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The table of an auction whose seller chooses none.</summary>
    /// <param name="currency">A code of <see cref="Currencies"/>.</param>
    public static IReadOnlyList<IncrementBand> DefaultOf(string currency) =>
        Currencies.DecimalsOf(currency) == 0 ? WithoutCents : WithCents;

    /// <summary>The least step from a leading price to the next bid: the step of the last band that begins at or below the price.</summary>
    /// <param name="bands">Ascending, the first from 0.</param>
    /// <param name="price">The leading price.</param>
    public static decimal StepAt(IReadOnlyList<IncrementBand> bands, decimal price)
    {
        for (var at = bands.Count - 1; at > 0; at--)
            if (bands[at].From <= price)
                return bands[at].Step;
        return bands[0].Step;
    }
}
