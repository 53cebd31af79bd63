namespace Auctions.Rules;

/// <summary>The auctioneer's own increment, in the place of the table's until the price has come to the next band.</summary>
/// <param name="Step">Above 0.</param>
/// <param name="Until">The price from which the table holds again; null in the last band: to the end.</param>
public readonly record struct StepOverride(decimal Step, decimal? Until);
