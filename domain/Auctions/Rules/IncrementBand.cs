namespace Auctions.Rules;

/// <summary>From a leading price on, the least step to the next bid.</summary>
/// <param name="From">The leading price from which the band holds, 0 or more.</param>
/// <param name="Step">The least step, above 0.</param>
public readonly record struct IncrementBand(decimal From, decimal Step);
