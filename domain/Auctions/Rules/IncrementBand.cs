namespace Auctions.Rules;

/// <summary>A band of a table of increments: the least step to the next bid from a leading price on.</summary>
/// <param name="From">The leading price from which the band applies, 0 or more.</param>
/// <param name="Step">The least step, above 0.</param>
public readonly record struct IncrementBand(decimal From, decimal Step);
