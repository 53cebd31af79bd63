using Auctions;
using Auctions.Rules;
using Auctions.Store;
using Simulation.Tests.Clock;

namespace Simulation.Tests.People;

/// <summary>
/// What people do in one run, by its seed: one auction with two to six bidders and 5 to 25 raises, in one run of twenty up to 95,
/// most of them shortly before the close or within milliseconds of each other, some with the maximum of another; an auctioneer in
/// some runs; and watchers.
/// </summary>
internal sealed record Scenario(
    AuctionTerms Terms, IReadOnlyList<PlannedRaise> Raises, IReadOnlyList<PlannedAction> Actions, int Watchers)
{
    public const string Auction = "lot-1";
    public const string Seller = "sam";

    /// <summary>When the auction is created, from the start of the simulation.</summary>
    public static readonly TimeSpan CreatedAt = TimeSpan.FromSeconds(1);

    private static readonly string[] Names = ["ann", "ben", "cleo", "dan", "eva", "finn"];

    /// <summary>When the auction closes as the terms say, from the start of the simulation.</summary>
    public TimeSpan ClosesAt => Terms.ClosesAt - EventLoop.Start;

    /// <summary>The figures that nobody may see: the reserve and the maxima.</summary>
    public IEnumerable<decimal> HiddenFigures =>
        Raises.Select(raise => raise.Maximum).Append(Terms.ReservePrice).OfType<decimal>();

    /// <summary>The short name of a command, for people.</summary>
    public string NameOf(string commandId) =>
        Raises.FirstOrDefault(raise => raise.CommandId == commandId)?.Name
        ?? Actions.FirstOrDefault(action => action.CommandId == commandId)?.Name
        ?? commandId;

    public static Scenario Of(Random random)
    {
        // In a long auction, some work is left to the sweep: the close doesn't do it soon.
        var length = TimeSpan.FromSeconds(random.Next(6) == 0 ? 20 + (20 * random.NextDouble()) : 3 + (9 * random.NextDouble()));
        var terms = TermsOf(random, length);
        var raises = RaisesOf(random, terms.ClosesAt - EventLoop.Start).ToList();
        return new(terms, raises, [.. ActionsOf(random, terms.ClosesAt - EventLoop.Start)], random.Next(2, 5));
    }

    private static AuctionTerms TermsOf(Random random, TimeSpan length)
    {
        var opensAt = EventLoop.Start + CreatedAt + (random.Next(3) == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        return new("A clock", "EUR", 10, [new(0, 1), new(50, 2)], opensAt, EventLoop.Start + CreatedAt + length)
        {
            // Cents, which no amount and no increment has, tell a hidden figure from any other.
            ReservePrice = random.Next(3) == 0 ? random.Next(10, 50) + 0.99m : null,
            BuyNowPrice = random.Next(4) == 0 ? random.Next(60, 90) : null,
            SoftClose = random.Next(2) == 0
                ? new SoftClose(
                    TimeSpan.FromSeconds(random.Next(1, 3)), TimeSpan.FromSeconds(random.Next(1, 5)),
                    random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(2, 10)) : null)
                : null,
        };
    }

    private static IEnumerable<PlannedRaise> RaisesOf(Random random, TimeSpan closesAt)
    {
        var bidders = Names[..random.Next(2, Names.Length + 1)];
        // A long history is sealed page by page.
        var count = random.Next(20) == 0 ? random.Next(70, 96) : random.Next(5, 26);
        var (last, maximumAt, maximum) = (CreatedAt, CreatedAt, (decimal?)null);
        for (var number = 1; number <= count; number++)
        {
            last = random.Next(10) switch
            {
                < 4 => CreatedAt + ((closesAt - CreatedAt) * random.NextDouble()),
                < 7 => closesAt - TimeSpan.FromMilliseconds(2_000 * random.NextDouble() * random.NextDouble()) + TimeSpan.FromMilliseconds(20),
                _ => last + TimeSpan.FromMilliseconds(8 * random.NextDouble()),
            };
            // Amounts rise with the time, so that early and late raises have a chance.
            var about = 10 + (int)(40 * (last / closesAt)) + random.Next(-4, 16);
            var isMaximum = random.Next(3) == 0;
            if (isMaximum && maximum is not null && random.Next(4) == 0)
                last = maximumAt + TimeSpan.FromMilliseconds(200 * random.NextDouble());
            else if (isMaximum)
                maximum = Math.Max(10, about + random.Next(0, 20)) + (number / 100m);
            maximumAt = isMaximum ? last : maximumAt;
            yield return new(
                number, last, bidders[random.Next(bidders.Length)], isMaximum ? null : Math.Max(8, about), isMaximum ? maximum : null,
                HasKey: random.Next(3) == 0, IsSentTwice: random.Next(12) == 0);
        }
    }

    private static IEnumerable<PlannedAction> ActionsOf(Random random, TimeSpan closesAt)
    {
        var at = random.Next(2) == 0
            ? CreatedAt + ((closesAt - CreatedAt) * random.NextDouble())
            : closesAt - TimeSpan.FromSeconds(1.5 * random.NextDouble());
        switch (random.Next(10))
        {
            case 0:
                yield return new(1, at, DecisionKind.Pause);
                yield return new(2, at + TimeSpan.FromSeconds(0.2 + (3 * random.NextDouble())), DecisionKind.Resume);
                break;
            case 1:
                yield return new(1, at, DecisionKind.Hammer);
                break;
            case 2:
                yield return new(1, at, DecisionKind.Void) { Bid = random.Next(2, 6) };
                break;
            case 3 when random.Next(2) == 0:
                yield return new(1, at, DecisionKind.Cancel);
                break;
            case 4:
                yield return new(1, at, DecisionKind.Increment) { Step = random.Next(1, 4) };
                break;
        }
    }
}
