namespace Auctions.Rules;

/// <summary>
/// The rules for amounts of money. An amount is a decimal in the major unit of the auction's currency, and at most
/// <see cref="Limit"/>: with four decimals that is 17 of the 28 digits of a decimal, so that a sum of two amounts neither
/// overflows nor rounds.
/// </summary>
public static class Money
{
    /// <summary>The largest amount, in the major unit of any currency.</summary>
    public const decimal Limit = 1_000_000_000_000m;

    /// <summary>Describes the problem of an amount; null where the amount is valid.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="decimals">The most decimals of the amount.</param>
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

    /// <summary>The same amount without trailing zeros, so that 1.50 is written as 1.5.</summary>
    public static decimal Plain(decimal amount) => amount / 1.0000000000000000000000000000m;
}
