namespace Auctions.Rules;

/// <summary>The ladder of prices, each one increment above the one before.</summary>
internal static class Ladder
{
    /// <summary>The least step from a leading price to the next bid.</summary>
    public static decimal StepAt(AuctionState state, decimal price) =>
        state.StepOverride is { } own && (own.Until is not { } until || price < until)
            ? own.Step
            : Increments.StepAt(state.Terms.Increments!, price);

    /// <summary>
    /// Whether an amount is on the ladder that begins with the next minimum. The search goes by bands and not by steps, so its
    /// cost doesn't depend on the size of the steps.
    /// </summary>
    public static bool Contains(AuctionState state, decimal amount)
    {
        var at = state.NextMinimum;
        while (at < amount)
        {
            var step = StepAt(state, at);
            var end = EndOfBand(state, at);
            if (end is not { } until || amount < until)
                return (amount - at) % step == 0;

            // Go on to the first rung in the next band.
            at += decimal.Ceiling((until - at) / step) * step;
        }

        return at == amount;
    }

    private static decimal? EndOfBand(AuctionState state, decimal price)
    {
        if (state.StepOverride is { Until: var own } && (own is not { } until || price < until))
            return own;
        foreach (var band in state.Terms.Increments!)
            if (band.From > price)
                return band.From;
        return null;
    }
}
