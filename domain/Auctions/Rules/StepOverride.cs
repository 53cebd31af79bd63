namespace Auctions.Rules;

/// <summary>The auctioneer's own increment, which replaces the table's until the price reaches the next band.</summary>
/// <param name="Step">The increment, above 0.</param>
/// <param name="Until">The price from which the table applies again; null where the increment applies to the end.</param>
public readonly record struct StepOverride(decimal Step, decimal? Until);
