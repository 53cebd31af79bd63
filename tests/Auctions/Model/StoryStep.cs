using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests.Model;

/// <summary>
/// One step of a <see cref="Story"/>, before it is known what it comes to: amounts are near a figure that matters at that
/// moment, so that ties and near-ties are frequent.
/// </summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="User">Whose wish it is.</param>
/// <param name="IsMaximum">Of a raise, whether the limit is a maximum.</param>
/// <param name="Near">To which figure the amount is near; of a voiding, which bid.</param>
/// <param name="Off">By how many minor units it differs.</param>
/// <param name="AfterMs">How long after the step before it is decided.</param>
/// <param name="LateMs">How long it was on its way: steps that were received later may be decided before it.</param>
internal sealed record StoryStep(DecisionKind Kind, string User, bool IsMaximum, int Near, int Off, int AfterMs, int LateMs)
{
    private static readonly DecisionKind[] Kinds =
    [
        .. Enumerable.Repeat(DecisionKind.Raise, 40), DecisionKind.Pause, DecisionKind.Pause, DecisionKind.Resume, DecisionKind.Resume, DecisionKind.Resume,
        DecisionKind.Increment, DecisionKind.Increment, DecisionKind.Void, DecisionKind.Void, DecisionKind.Void, DecisionKind.Hammer, DecisionKind.Cancel,
        DecisionKind.Open, DecisionKind.Close,
    ];

    private static readonly string[] Bidders = ["ann", "ann", "bob", "bob", "cid", "cid", "sam"];
    private static readonly int[] Offs = [0, 0, 0, 0, 1, -1, 50, 100, 100, 200, 500, 999];
    private static readonly int[] Gaps = [0, 0, 1, 500, 1_000, 1_000, 2_000, 5_000, 9_000, 10_000, 20_000];
    private static readonly int[] Lates = [0, 0, 0, 0, 1, 500, 1_500, 3_000, 12_000];

    public static StoryStep Of(Random random)
    {
        var kind = Of(random, Kinds);
        return new(kind, kind == DecisionKind.Raise ? Of(random, Bidders) : NaiveAuction.Seller, random.Next(5) < 3, random.Next(6), Of(random, Offs), Of(random, Gaps),
            kind is DecisionKind.Open or DecisionKind.Close ? 0 : Of(random, Lates));
    }

    /// <summary>The same in simpler ways.</summary>
    public IEnumerable<StoryStep> Simpler()
    {
        if (LateMs > 0)
            yield return this with { LateMs = 0 };
        if (AfterMs > 0)
            yield return this with { AfterMs = 0 };
        if (Off != 0)
            yield return this with { Off = 0 };
        if (Near != 0)
            yield return this with { Near = 0 };
        if (IsMaximum)
            yield return this with { IsMaximum = false };
    }

    /// <summary>The step with its figures, once it is known what led to it.</summary>
    public Wanted With(NaiveAuction auction, AuctionTerms terms, int at, DateTimeOffset now)
    {
        var unit = Story.UnitOf(terms);
        var near = Near switch
        {
            1 => auction.Price,
            2 => Math.Max(auction.Limit, auction.Price),
            3 => terms.ReservePrice ?? auction.NextMinimum,
            4 => terms.BuyNowPrice ?? auction.NextMinimum,
            5 => auction.NextMinimum + (300 * unit),
            _ => auction.NextMinimum,
        };
        var bids = auction.Raises;
        return new(Kind, Kind is DecisionKind.Open or DecisionKind.Close ? "" : User, now - TimeSpan.FromMilliseconds(LateMs))
        {
            Command = $"c{at}",
            IsMaximum = IsMaximum && Kind == DecisionKind.Raise,
            Limit = Kind switch
            {
                DecisionKind.Raise => Math.Max(unit, near + (Off * unit)),
                DecisionKind.Increment => Math.Max(1, Math.Abs(Off)) * unit,
                _ => 0,
            },
            Bid = Kind != DecisionKind.Void ? 0 : Off < 0 || bids.Count == 0 ? Near + 1 : bids[(Near + Off) % bids.Count].Seq ?? Near + 1,
        };
    }

    private static T Of<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}
