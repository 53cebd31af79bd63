namespace Auctions.Rules;

/// <summary>
/// The extension of an auction by late raises ("soft close", "popcorn bidding"), as at Catawiki and Auctionet, whose published
/// rules tests/Auctions shows by example. Only a raise's time of receipt counts.
/// </summary>
internal static class SoftClosing
{
    /// <summary>When the auction closes after an accepted raise.</summary>
    public static DateTimeOffset After(AuctionState state, DateTimeOffset receivedAt)
    {
        var received = Pausing.Shifted(state, receivedAt);
        if (state.IsHammered || state.Terms.SoftClose is not { } soft || received < state.ClosesAt - soft.Window)
            return state.ClosesAt;

        var extended = received + soft.Extension;
        if (extended > Latest(state, soft))
            extended = Latest(state, soft);
        return extended > state.ClosesAt ? extended : state.ClosesAt;
    }

    /// <summary>Whether a raise may still move the close.</summary>
    public static bool MayExtend(AuctionState state) =>
        !state.IsHammered && state.Terms.SoftClose is { } soft && state.ClosesAt < Latest(state, soft);

    private static DateTimeOffset Latest(AuctionState state, SoftClose soft) =>
        soft.MaxTotal is { } most ? (state.Terms.ClosesAt + state.PausedFor + state.ExtendedBy + most).ToUniversalTime() : DateTimeOffset.MaxValue;
}
