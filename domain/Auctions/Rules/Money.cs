namespace Auctions.Rules;

/// <summary>
/// What an amount of money may be. Amounts are decimals in the major unit of the auction's currency, never floats,
/// and no larger than <see cref="Limit"/>: with at most four decimals that is 17 digits of the 28 that a decimal
/// holds, so that no sum of two amounts overflows or rounds.
/// </summary>
public static class Money
{
    /// <summary>The largest amount, in the major unit of any currency.</summary>
    public const decimal Limit = 1_000_000_000_000m;

    /// <summary>What is wrong with an amount, in words; null where nothing is.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="decimals">How many decimals it may have.</param>
    public static string? Problem(decimal amount, int decimals)
    {
        if (amount <= 0)
            return "must be above 0";
        if (amount > Limit)
            return FormattableString.Invariant($"must be at most {Limit}");
        if (Plain(amount).Scale <= decimals)
            return null;
        return decimals == 0 ? "must have no decimals" : FormattableString.Invariant($"must have at most {decimals} decimals");
    }

    /// <summary>The same amount without trailing zeros: 1.50 and 1.5 are written alike.</summary>
    public static decimal Plain(decimal amount) => amount / 1.0000000000000000000000000000m;
}
