using System.Globalization;
using Auctions.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Auctions.Tests.Model;

/// <summary>Random terms and random steps.</summary>
internal sealed record Story(AuctionTerms Terms, StoryStep[] Steps)
{
    private static readonly string[] Codes = ["EUR", "JPY", "KWD"];

    // In minor units. The third has steps that don't fit into their bands, and one that is less than that of the band before.
    private static readonly (int From, int Step)[][] Tables =
        [[(0, 100)], [(0, 50), (2_000, 100), (5_000, 500)], [(0, 100), (1_050, 30), (1_300, 700), (2_900, 1)]];

    private static readonly SoftClose?[] SoftCloses =
    [
        null, new(Seconds(10), Seconds(15)), new(Seconds(20), Seconds(5), Seconds(8)), new(Seconds(100), Seconds(95), Seconds(200)),
    ];

    /// <summary>A seed for each auction: one draw of FsCheck's makes it whole, and FsCheck's own seed repeats it.</summary>
    public static readonly Arbitrary<Story> Any = Arb.From(Stories(), Simpler);

    public static decimal UnitOf(AuctionTerms terms) => Currencies.DecimalsOf(terms.Currency) switch { 0 => 1, 2 => 0.01m, _ => 0.001m };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Steps.Length} steps on {Terms.Currency} {Terms.StartingPrice}");

    private static Gen<Story> Stories() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Sized(size => Gen.Choose(1, Math.Max(1, size)))
        select Of(new Random(seed), count);

    public static Story Of(Random random, int count)
    {
        var currency = Codes[random.Next(Codes.Length)];
        var unit = UnitOf(House.Terms(currency: currency));
        var start = new[] { 1, 100, 1_000 }[random.Next(3)];
        int? reserve = random.Next(2) == 0 ? start + new[] { 0, 250, 1_000, 1_001 }[random.Next(4)] : null;
        int? buyNow = random.Next(3) == 0 ? Math.Max(start, reserve ?? 0) + new[] { 0, 300, 2_000 }[random.Next(3)] : null;
        var table = random.Next(4) is var at && at < Tables.Length ? Tables[at].Select(band => new IncrementBand(band.From * unit, band.Step * unit)).ToArray() : null;
        var terms = new AuctionTerms(
            "A clock", currency, start * unit, table, random.Next(3) == 0 ? House.Noon + Seconds(5) : null, House.Noon + Seconds(100))
        {
            ReservePrice = reserve * unit,
            BuyNowPrice = buyNow * unit,
            BuyNowUntil = (BuyNowUntil)random.Next(2),
            SoftClose = SoftCloses[random.Next(SoftCloses.Length)],
            LadderOnly = random.Next(4) == 0,
        };
        return new(terms, [.. Enumerable.Range(0, count).Select(_ => StoryStep.Of(random))]);
    }

    private static IEnumerable<Story> Simpler(Story story)
    {
        for (var length = story.Steps.Length / 2; length > 0; length /= 2)
            for (var from = 0; from + length <= story.Steps.Length; from += length)
                yield return story with { Steps = [.. story.Steps[..from], .. story.Steps[(from + length)..]] };
        foreach (var terms in SimplerTerms(story.Terms))
            yield return story with { Terms = terms };
        for (var at = 0; at < story.Steps.Length; at++)
            foreach (var simpler in story.Steps[at].Simpler())
                yield return story with { Steps = [.. story.Steps[..at], simpler, .. story.Steps[(at + 1)..]] };
    }

    private static IEnumerable<AuctionTerms> SimplerTerms(AuctionTerms terms)
    {
        if (terms.ReservePrice is not null)
            yield return terms with { ReservePrice = null };
        if (terms.BuyNowPrice is not null)
            yield return terms with { BuyNowPrice = null };
        if (terms.SoftClose is not null)
            yield return terms with { SoftClose = null };
        if (terms.LadderOnly)
            yield return terms with { LadderOnly = false };
        if (terms.OpensAt is not null)
            yield return terms with { OpensAt = null };
        if (terms.Increments is not { Count: 1 })
            yield return terms with { Increments = [new(0, 100 * UnitOf(terms))] };
    }

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);
}
