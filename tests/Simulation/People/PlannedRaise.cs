using System.Globalization;
using Auctions;

namespace Simulation.Tests.People;

/// <summary>A raise that a bidder will send.</summary>
/// <param name="Number">From 1.</param>
/// <param name="SentAt">When it is sent, from the start of the simulation.</param>
/// <param name="Bidder">The bidder.</param>
/// <param name="Amount">The amount; null where there is a maximum.</param>
/// <param name="Maximum">The maximum; null where there is an amount.</param>
/// <param name="HasKey">Whether it has an idempotency key, so that the bidder sends it again where no good answer comes.</param>
/// <param name="IsSentTwice">Whether the bidder sends it to both replicas at once; only with a key.</param>
internal sealed record PlannedRaise(
    int Number, TimeSpan SentAt, string Bidder, decimal? Amount, decimal? Maximum, bool HasKey, bool IsSentTwice)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"r{Number}");

    public string CommandId => HasKey
        ? CommandIds.FromIdempotencyKey(Scenario.Auction, Bidder, Name)
        : CommandIds.New(Scenario.Auction, Name);

    public decimal Limit => Amount ?? Maximum ?? 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Bidder}'s raise {Name} {(Maximum is null ? "of" : "up to")} {Limit}");
}
